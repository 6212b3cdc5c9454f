import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why reports could not be written; files that were there before are as they were.
public struct ReportFailure: Error, Sendable {
    /// The file or folder it is about.
    public let path: PathBytes
    /// What went wrong, for people, to stand after the path.
    public let message: String
    /// Whether all that is wrong is that something else has the name.
    var isNameTaken = false
}

/// A file that is to be written: the beginning of its name, and its content piece by piece.
public struct ReportFile {
    let stem: String
    let pieces: AnySequence<Bytes>

    /// A file `stem.csv` with this content.
    public init(_ stem: String, _ content: Bytes) { self.init(stem, pieces: CollectionOfOne(content)) }

    /// A file `stem.csv` whose content is made while it is written, so that it never is in memory as a whole.
    public init(_ stem: String, pieces: some Sequence<Bytes>) {
        self.stem = stem
        self.pieces = AnySequence(pieces)
    }
}

/// The folder where reports go.
public struct ReportFolder: ~Copyable {
    private let path: PathBytes
    private let folder: FileDescriptor

    /// What to do about names.
    public enum Naming: Sendable {
        /// The plain names, which must be free.
        case plain
        /// The plain names, in place of files that have them.
        case replacing
        /// Names with a time stamp, and with a number where that is taken: the same for all files of a set.
        case stamped(String)
    }

    /// Opens the folder, which is made if it is not there (its parents too).
    public init(_ path: PathBytes) throws(ReportFailure) {
        let refusal = Self.makeFolders(path)
        try self.init(existing: path, refusal)
    }

    private init(existing path: PathBytes, _ refusal: SystemError? = nil) throws(ReportFailure) {
        self.path = path
        let number = open(path.cPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else {
            let error = SystemError.last
            let message =
                error.code == ENOTDIR ? "is a file; --output takes a folder" : (refusal ?? error).message
            throw ReportFailure(path: path, message: message)
        }
        folder = FileDescriptor(number)
    }

    /// Finds out before the work what would keep reports from being written after it; changes nothing.
    ///
    /// A folder that is not there yet is no obstacle: it is made when there is something to put into it.
    public static func check(_ path: PathBytes, for stems: [String], _ naming: Naming) throws(ReportFailure) {
        guard InputList.exists(path) else { return }
        let folder = try ReportFolder(existing: path)
        guard access(path.cPath, W_OK | X_OK) == 0 else {
            throw ReportFailure(path: path, message: SystemError.last.message)
        }
        try folder.checkNames(stems.map { Bytes("\($0).csv".utf8) }, naming)
    }

    /// Writes files `stem.csv` so that all of them are there, whole, or none; returns their paths.
    ///
    /// All are written and synced before the first one gets its name. `gate` is passed just before: it answers whether
    /// to go on, and from then on nothing may stop the process until this returns.
    public func write(
        _ files: [ReportFile], _ naming: Naming, gate: () -> Bool = { true }
    ) throws(ReportFailure) -> [PathBytes] {
        switch naming {
        case .plain, .replacing:
            return try write(files.map { (Bytes("\($0.stem).csv".utf8), $0.pieces) }, naming, gate)
        case .stamped(let stamp):
            var number = 1
            while true {
                let suffix = number == 1 ? "" : "-\(number)"
                let named = files.map { (Bytes("\($0.stem)-\(stamp)\(suffix).csv".utf8), $0.pieces) }
                number += 1
                if named.contains(where: { isTaken($0.0) }) { continue }
                do throws(ReportFailure) {
                    return try write(named, naming, gate)
                } catch {
                    // Someone else took a name just now; the next number may be free.
                    guard error.isNameTaken else { throw error }
                }
            }
        }
    }

    private func write(
        _ files: [(name: Bytes, pieces: AnySequence<Bytes>)], _ naming: Naming, _ gate: () -> Bool
    ) throws(ReportFailure) -> [PathBytes] {
        try checkNames(files.map(\.name), naming)
        var staged: [(StagedFile, Bytes)] = []
        for (name, pieces) in files {
            do throws(SystemError) {
                let file = try StagedFile(in: folder.number)
                try file.write(pieces)
                staged.append((file, name))
            } catch {
                throw failure(name, error)
            }
        }
        guard gate() else { throw ReportFailure(path: path, message: "interrupted; nothing was written") }
        var published: [Bytes] = []
        for (file, name) in staged {
            do throws(SystemError) {
                if case .replacing = naming { try file.replace(name) } else { try file.publish(as: name) }
                published.append(name)
            } catch {
                // Reports come in pairs: the first one alone would look like the result of a whole run.
                if case .replacing = naming {} else { for name in published { unlinkat(folder.number, name.cPath, 0) } }
                throw error == .exists ? taken(name) : failure(name, error)
            }
        }
        // The names are on the disk once the folder is; where a folder cannot be synced, nothing more can be done.
        fsync(folder.number)
        return files.map { path.appending(component: $0.name) }
    }

    /// Names must be free or, to be replaced, not those of folders: that must not be found out about the second report
    /// after the first one was replaced.
    private func checkNames(_ names: [Bytes], _ naming: Naming) throws(ReportFailure) {
        for name in names {
            switch naming {
            case .plain: if isTaken(name) { throw taken(name) }
            case .replacing: if kind(of: name) == S_IFDIR { throw failure(name, SystemError(code: EISDIR)) }
            case .stamped: break
            }
        }
    }

    private func isTaken(_ name: Bytes) -> Bool { kind(of: name) != nil }

    /// What has this name in the folder, a link being just that; nil if nothing has.
    private func kind(of name: Bytes) -> mode_t? {
        var status = stat()
        guard fstatat(folder.number, name.cPath, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }

    private func taken(_ name: Bytes) -> ReportFailure {
        ReportFailure(
            path: path.appending(component: name),
            message: "already exists; --force replaces it, --timestamp or --output writes elsewhere",
            isNameTaken: true)
    }

    private func failure(_ name: Bytes, _ error: SystemError) -> ReportFailure {
        ReportFailure(path: path.appending(component: name), message: error.message)
    }

    /// Makes a folder and its parents; returns why the first one could not be made that was not there.
    private static func makeFolders(_ path: PathBytes) -> SystemError? {
        let ends = path.indices.filter { $0 > 0 && path[$0] == UInt8(ascii: "/") } + [path.endIndex]
        let errors = ends.map { mkdir(Bytes(path[..<$0]).cPath, 0o777) == 0 ? SystemError.exists : .last }
        return errors.first { $0 != .exists }
    }
}
