import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Every file to read, in order: paths as they were given, folders walked.
///
/// Folders are walked in the byte order of their paths, without names that start with `.` or `_` (markers that S3
/// tools leave). A file that was reached before, by whatever name or link, is not read again.
public struct InputList: Sendable {
    /// The inputs, those that cannot be read among them.
    public private(set) var inputs: [Input] = []
    /// Paths of regular files that were given or found a second time and are left out.
    public private(set) var repeated: [PathBytes] = []
    /// The size of all regular files, in bytes as stored; nil when an input has no size, as a pipe.
    public private(set) var totalBytes: Int? = 0

    private var seen: Set<FileIdentity> = []
    private var lookupTable: FileIdentity?

    /// Looks at paths (`-` is standard input) and into folders.
    ///
    /// Never fails: what cannot be read is an input that says so.
    /// - Parameter lookup: The lookup table; where it lies in a folder among logs, it is not taken for one.
    public init(_ paths: [PathBytes], lookup: PathBytes? = nil) {
        var status = stat()
        if let lookup, stat(lookup.cPath, &status) == 0 { lookupTable = FileIdentity(status) }
        for path in paths {
            guard path != [UInt8(ascii: "-")] else {
                if !inputs.contains(where: \.isStandardInput) { inputs.append(.standardInput) }
                totalBytes = nil
                continue
            }
            add(path, isGiven: true)
        }
    }

    /// Whether there is anything at a path.
    public static func exists(_ path: PathBytes) -> Bool {
        var status = stat()
        return stat(path.cPath, &status) == 0
    }

    /// Adds a path; false if there is nothing to read at it, now or before.
    @discardableResult
    private mutating func add(_ path: PathBytes, isGiven: Bool) -> Bool {
        var status = stat()
        guard stat(path.cPath, &status) == 0 else {
            inputs.append(.file(path, failure: .cannotOpen(.last)))
            return true
        }
        let kind = status.st_mode & S_IFMT
        // A pipe or a device given by name is read as it is; one that merely lies in a folder is not waited for.
        guard kind == S_IFDIR || kind == S_IFREG || isGiven else { return false }
        let identity = FileIdentity(status)
        guard isGiven || identity != lookupTable else { return false }
        guard seen.insert(identity).inserted else {
            if kind == S_IFREG { repeated.append(path) }
            return true
        }
        if kind == S_IFDIR {
            let isFilled = walk(path)
            if isGiven, !isFilled { inputs.append(.file(path, failure: .emptyFolder)) }
            return isFilled
        }
        inputs.append(.file(path))
        let (sum, isTooLarge) = (totalBytes ?? 0).addingReportingOverflow(Int(status.st_size))
        totalBytes = kind == S_IFREG && totalBytes != nil && !isTooLarge ? sum : nil
        return true
    }

    /// Adds what is in a folder; false if there is nothing to read in it.
    private mutating func walk(_ folder: PathBytes) -> Bool {
        guard let directory = opendir(folder.cPath) else {
            inputs.append(.file(folder, failure: .cannotOpen(.last)))
            return true
        }
        defer { closedir(directory) }
        var paths: [(path: PathBytes, sortKey: Bytes)] = []
        var isFilled = false
        while true {
            // Nil is the end or an error, and only `errno` tells which.
            errno = 0
            guard let entry = readdir(directory) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Bytes($0.prefix { $0 != 0 }) }
            guard name.first != UInt8(ascii: "."), name.first != UInt8(ascii: "_") else { continue }
            // By the bytes of the whole path: a folder sorts as if its name ended in a slash.
            let path = folder.appending(component: name)
            paths.append((path, isFolder(path) ? path + [UInt8(ascii: "/")] : path))
        }
        if errno != 0 {
            inputs.append(.file(folder, failure: .cannotRead(.last, offset: 0)))
            isFilled = true
        }
        for (path, _) in paths.sorted(by: { $0.sortKey.lexicographicallyPrecedes($1.sortKey) }) {
            isFilled = add(path, isGiven: false) || isFilled
        }
        return isFilled
    }

    private func isFolder(_ path: PathBytes) -> Bool {
        var status = stat()
        return stat(path.cPath, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
