public import Screen

/// What came from the terminal.
public nonisolated enum TerminalInput: Sendable, Equatable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted: at most 64 KiB of it, not sanitised.
    case paste(String)
    /// The window may have another size: `Terminal.resize()` takes it.
    case resized
    /// The program was continued after a stop; the terminal is its own again and everything will be drawn anew.
    case resumed
    /// The terminal is gone; nothing comes after this.
    case closed
}

/// Why no screen could be opened.
public nonisolated enum TerminalError: Error, Equatable {
    /// Standard output is no terminal, or the terminal device cannot be opened.
    case noTerminal
    /// The terminal cannot be drawn on, by its name in `TERM` (empty if there is none).
    ///
    /// The name is as it was found: it can hold any bytes.
    case unusable(String)
}
