import Foundation

/// What this machine lets tests do.
///
/// Skipping must not look like passing, so what cannot be done is said.
enum Host {
    /// Whether a small file system can be mounted, to be filled.
    static let canMount = can(
        "unshare -m sh -c 'mount -t tmpfs -o size=64k none /mnt'", orSkip: "full disks: they need root and mount")

    /// Whether a program can run as another user: root itself may read and write everything.
    static let canBeNobody = can(
        "setpriv --reuid 65534 --regid 65534 --clear-groups true", orSkip: "permissions: they need root and setpriv")

    /// Whether there are pseudo-terminals to run programs in, from `script` of util-linux.
    static let hasTerminals = can("script -qec true /dev/null", orSkip: "terminals: they need script of util-linux")

    /// Whether there is tmux, a terminal whose screen can be read.
    static let hasTmux = can("command -v tmux && command -v diff", orSkip: "the explorer on a screen: it needs tmux")

    /// Says on standard error that tests are skipped.
    static func skip(_ what: String) { FileHandle.standardError.write(Data("SKIPPED: \(what)\n".utf8)) }

    private static func can(_ line: String, orSkip what: String) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        if (try? process.run()) != nil {
            process.waitUntilExit()
            if process.terminationStatus == 0 { return true }
        }
        skip(what)
        return false
    }
}
