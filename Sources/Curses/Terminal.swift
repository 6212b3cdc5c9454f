import CNcurses
import Dispatch
public import Screen

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The terminal as a screen that grids are shown on.
///
/// While it is open, the terminal is given back on every way out: `close()`, a crash, and every signal that ends or
/// stops the program (`restore.c` says how). Standard error is held back meanwhile and printed after that.
public final class Terminal {
    /// The size of the screen.
    public private(set) var size: Size
    /// Where keys can be read.
    let keys: Int32
    /// The sequences of the terminal's own keys, by terminfo.
    let sequences: [[UInt8]: Key]

    private let palette: Palette
    private let isUTF8: Bool
    private var isOpen = true
    private var isCursorShown = false
    /// What is on the screen; nil if that is not known.
    private var shown: Grid?
    /// What is to be shown when the terminal takes bytes again.
    private var waiting: Grid?
    private var writable: (any DispatchSourceWrite)?

    /// Opens the screen; nothing was written or changed if that fails.
    ///
    /// - Parameter keysFromDevice: Whether keys come from the terminal's device, since standard input is data or no
    ///   terminal; else they come from standard input.
    public init(keysFromDevice: Bool) throws(TerminalError) {
        guard isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
        let keys = weir_open_keys(keysFromDevice)
        guard keys >= 0 else { throw .noTerminal }
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        guard !name.isEmpty, weir_can_draw(name) else {
            closeDescriptor(keys)
            throw .unusable(name)
        }
        let isUTF8 = weir_use_locale()
        let sequences = Self.keySequences()
        let output = weir_take_over()
        guard output >= 0 else {
            closeDescriptor(keys)
            throw .noTerminal
        }
        guard weir_open_screen(name, output, keys) else {
            weir_give_back()
            weir_close_screen()
            closeDescriptor(keys)
            throw .unusable(name)
        }
        weir_taken()
        self.keys = keys
        self.sequences = sequences
        self.isUTF8 = isUTF8
        palette = Palette(colors: Self.refusesColors ? 0 : Int(weir_start_colors()))
        size = Size(rows: 0, columns: 0)
        for pair in palette.pairs {
            weir_make_pair(pair.number, pair.foreground, pair.background)
        }
        resize()
    }

    /// Draws what differs from what is on the screen.
    ///
    /// If the terminal does not take bytes at the moment, this is done when it does, with what is shown last: a slow
    /// terminal misses frames, and the program goes on.
    public func show(_ grid: Grid) {
        guard isOpen else { return }
        weir_guard_thread()
        guard weir_is_writable() else { return wait(toShow: grid) }
        waiting = nil
        draw(isUTF8 ? grid : grid.ascii)
    }

    /// Takes the window's present size; the next `show` draws everything.
    public func resize() {
        guard isOpen else { return }
        var rows: Int32 = 0
        var columns: Int32 = 0
        weir_size(&rows, &columns)
        size = Size(rows: Int(rows), columns: Int(columns))
        weir_resize_screen(rows, columns)
        redraw()
    }

    /// Makes the next `show` draw everything.
    public func redraw() {
        guard isOpen else { return }
        weir_forget_screen()
        shown = nil
        waiting = nil
    }

    /// Stops the program and what runs with it in the foreground, as the shell's ^Z does, and returns when it is
    /// continued.
    ///
    /// The size may be another one then, and the next `show` draws everything. Without job control nothing happens.
    public func suspend() {
        guard isOpen else { return }
        weir_suspend()
        resume()
    }

    /// What a return from a stop asks for.
    func resume() {
        guard isOpen else { return }
        weir_show_cursor(false)
        isCursorShown = false
        resize()
    }

    /// Asks the terminal to put bytes into the clipboard (OSC 52); false if it cannot be asked.
    ///
    /// Whether it did is not known: many terminals refuse it until they are told otherwise. At most 100,000 bytes.
    @discardableResult
    public func copy(_ bytes: [UInt8]) -> Bool {
        guard isOpen, !bytes.isEmpty, bytes.count <= 100_000, weir_has_sequences(), weir_is_writable() else {
            return false
        }
        // The console of Linux has no clipboard, and older ones print what they do not know.
        if let name = getenv("TERM"), String(cString: name).hasPrefix("linux") { return false }
        let sequence = Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes) + [0x07]
        return weir_write(sequence, sequence.count)
    }

    /// Gives the terminal back and prints what was written to standard error meanwhile; again does nothing.
    ///
    /// A `KeyReader` is to be stopped before.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        writable?.cancel()
        writable = nil
        weir_give_back()
        weir_close_screen()
        closeDescriptor(keys)
    }

    /// From here to the same number of calls of `releaseSignals`, SIGTERM, SIGHUP, SIGINT and SIGQUIT wait.
    ///
    /// For the instant that must not be cut in two; they have their effect after it. Only while a screen is open.
    public nonisolated static func holdSignals() { weir_hold() }

    /// Ends what `holdSignals` began; does not return if one of the signals came.
    public nonisolated static func releaseSignals() { weir_release() }

    private static var refusesColors: Bool {
        guard let value = getenv("NO_COLOR") else { return false }
        return value.pointee != 0
    }

    private func wait(toShow grid: Grid) {
        waiting = grid
        guard writable == nil else { return }
        let source = DispatchSource.makeWriteSource(fileDescriptor: weir_output(), queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated { self?.showWaiting() }
        }
        writable = source
        source.resume()
    }

    private func showWaiting() {
        writable?.cancel()
        writable = nil
        if let grid = waiting { show(grid) }
    }
}

// MARK: - Drawing

extension Terminal {
    private func draw(_ grid: Grid) {
        var place: Position?
        // Nothing may stay of a larger one.
        if let shown, shown.size != grid.size { redraw() }
        for row in 0..<min(size.rows, grid.size.rows) {
            let cells = grid.row(row).prefix(size.columns)
            if let shown, shown.row(row).prefix(size.columns) == cells { continue }
            draw(cells, in: row)
        }
        if let cursor = grid.cursor, (0..<size.rows).contains(cursor.row), (0..<size.columns).contains(cursor.column) {
            place = cursor
        }
        if isCursorShown, place == nil { weir_show_cursor(false) }
        weir_send(Int32(place?.row ?? 0), Int32(place?.column ?? 0))
        if !isCursorShown, place != nil { weir_show_cursor(true) }
        isCursorShown = place != nil
        shown = grid
    }

    /// Draws a row, in more than one step where the terminal may give a character another width than we do: the cursor
    /// is addressed after it, so that the rest of the row stays in its columns.
    private func draw(_ cells: ArraySlice<Cell>, in row: Int) {
        var text: [CChar] = []
        var style = Style.text
        var column = 0
        func put() {
            guard !text.isEmpty else { return }
            let look = palette[style]
            // ncurses looks at the byte after the last one before it counts.
            weir_put_text(Int32(row), Int32(column - text.count), text + [0], Int32(text.count), look.bits, look.pair)
            text.removeAll(keepingCapacity: true)
        }
        for (index, cell) in cells.enumerated() where !cell.isTail {
            if cell.scalar.isASCII, cell.mark == nil, cell.scalar.value >= 0x20, cell.scalar.value < 0x7F {
                if style != cell.style || column != index { put() }
                style = cell.style
                column = index + 1
                text.append(CChar(cell.scalar.value))
                continue
            }
            put()
            let look = palette[cell.style]
            let next = cells.index(cells.startIndex, offsetBy: index + 1)
            let width = next < cells.endIndex && cells[next].isTail ? 2 : 1
            weir_put(
                Int32(row), Int32(index), Int32(width), cell.scalar.value, cell.mark?.value ?? 0, look.bits, look.pair)
            column = index + width
            if column < size.columns, cell.mark != nil || cell.scalar.hasDoubtfulWidth {
                weir_send(Int32(row), Int32(column))
                weir_place_cursor(Int32(row), Int32(column))
            }
        }
        put()
    }
}

extension Unicode.Scalar {
    /// Whether terminals may disagree about how many columns it takes; they do not about ASCII, Latin letters,
    /// punctuation and the lines and blocks that panes are made of.
    fileprivate var hasDoubtfulWidth: Bool {
        switch value {
        case 0x20...0x24F, 0x2010...0x2027, 0x2190...0x2193, 0x2500...0x259F, 0x25A0...0x25CF: false
        default: true
        }
    }
}
