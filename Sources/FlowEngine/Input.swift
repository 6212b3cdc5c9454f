import FlowLogs

/// One thing to read: a file, or standard input.
public struct Input: Sendable {
    /// The path as it was given or found; `-` for standard input.
    public let name: PathBytes
    /// Whether this is standard input, not a file called `-`.
    public let isStandardInput: Bool
    /// Why it cannot be read, when that was found out while looking for inputs.
    let failure: InputProblem?

    /// Where the content was copied to, of an input that could be read only once.
    private var spool: Spool?

    /// Where to look for it again; nil for what is read but once.
    var path: PathBytes? { isStandardInput || spool != nil ? nil : name }

    private init(name: PathBytes, isStandardInput: Bool, failure: InputProblem?) {
        self.name = name
        self.isStandardInput = isStandardInput
        self.failure = failure
    }

    /// Standard input.
    public static let standardInput = Input(name: [UInt8(ascii: "-")], isStandardInput: true, failure: nil)

    /// Opens it for reading; impatient, without waiting for someone to write to a named pipe.
    func open(isImpatient: Bool = false) throws(InputProblem) -> FileDescriptor {
        if let failure { throw failure }
        if let spool {
            do { return try spool.reopen() } catch { throw .cannotOpen(error) }
        }
        if isStandardInput { return FileDescriptor(0, isBorrowed: true) }
        do {
            return try FileDescriptor(reading: name, isImpatient: isImpatient)
        } catch {
            throw .cannotOpen(error)
        }
    }

    /// The same input, to be read any number of times: a stream is copied to a temporary file first.
    public func readableTwice() throws(SystemError) -> Input {
        // An input that cannot be opened will say so when it is read.
        guard failure == nil, let file = try? open(), isStandardInput || file.isStream else { return self }
        var copy = self
        copy.spool = file.isStream ? try Spool(file) : try Spool(keeping: file)
        return copy
    }

    static func file(_ path: PathBytes, failure: InputProblem? = nil) -> Input {
        Input(name: path, isStandardInput: false, failure: failure)
    }
}

/// Why an input could not be read, or not to its end.
public enum InputProblem: Error, Hashable, Sendable {
    /// The system would not open it.
    case cannotOpen(SystemError)
    /// The system failed while it was read, after this many bytes.
    case cannotRead(SystemError, offset: Int)
    /// The file became shorter than what was read of it.
    case shrank
    /// It is something else than a text flow log.
    case refused(InputKind)
    /// A folder without a file to read in it.
    case emptyFolder
    /// Its gzip data is cut off or damaged.
    case gzip(String)
    /// The reading was stopped before its end.
    case stopped

    /// What is wrong, for people, to stand after the input's name.
    public var message: String {
        switch self {
        case .cannotOpen(let error): error.message
        case .cannotRead(let error, 0): error.message
        case .cannotRead(let error, let offset): "\(error.message) after \(offset) bytes; what came before is counted"
        case .shrank: "became shorter while it was read; what was read before is counted"
        case .refused(let kind): kind.refusal ?? "is no flow log"
        case .emptyFolder: "no file to read in this folder (names that start with . or _ are left out)"
        case .gzip(let damage): "\(damage); what could be unpacked is counted"
        case .stopped: "the loading was stopped; what was read before is counted"
        }
    }

    /// Whether nothing of the input was read.
    public var isTotal: Bool {
        switch self {
        case .cannotOpen, .refused, .emptyFolder: true
        case .cannotRead(_, let offset): offset == 0
        case .gzip, .shrank, .stopped: false
        }
    }
}
