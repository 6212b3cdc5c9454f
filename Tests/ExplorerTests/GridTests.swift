import Screen
import Testing

/// Drawing on a grid: nothing outside of it, nothing cut in two, nothing that acts.
struct GridTests {
    private func grid(_ columns: Int, rows: Int = 1) -> Grid { Grid(Size(rows: rows, columns: columns)) }

    @Test func isBlankAtFirst() {
        let grid = grid(3, rows: 2)
        #expect(grid.cells == [Cell](repeating: .blank, count: 6))
        #expect(grid.row(1).count == 3)
        #expect(grid.row(2).isEmpty)
        #expect(grid.row(-1).isEmpty)
        #expect(Grid(Size(rows: -1, columns: 5)).cells.isEmpty)
    }

    @Test func writesUpToTheEdge() {
        var grid = grid(5)
        #expect(grid.write("abcdefg", .text, row: 0, column: 2) == 5)
        #expect(grid.lines == ["  abc"])
        #expect(grid.write("xyz", .title, row: 0, column: 0, end: 2) == 2)
        #expect(grid.lines == ["xyabc"])
        #expect(grid.row(0).map(\.style.role) == [.title, .title, .text, .text, .text])
        #expect(grid.write("e", .text, row: 0, column: 4, end: 99) == 5)
        #expect(grid.lines == ["xyabe"])
    }

    @Test func textFromBeforeTheLeftEdgeIsCutThere() {
        var grid = grid(3)
        #expect(grid.write("abcd", .text, row: 0, column: -2) == 2)
        #expect(grid.lines == ["cd"])
        // Half of a wide letter is none.
        #expect(grid.write("日x", .text, row: 0, column: -1) == 2)
        #expect(grid.lines == ["cx"])
        expectWhole(grid)
    }

    @Test func outsideIsNothing() {
        let empty = grid(3, rows: 2)
        var grid = empty
        grid.write("abc", .text, row: 2, column: 0)
        grid.write("abc", .text, row: -1, column: 0)
        grid.write("abc", .text, row: 0, column: 3)
        grid.write("abc", .text, row: 0, column: -3)
        grid.write("abc", .text, row: 0, column: 0, end: -5)
        grid.write("\u{301}", .text, row: 0, column: 0)
        grid.write("\u{301}", .text, row: 0, column: 99)
        for rect in [
            Rect(row: 5, column: 0, rows: 1, columns: 1), Rect(row: 0, column: 7, rows: 1, columns: 1),
            Rect(row: -4, column: -4, rows: 2, columns: 2), Rect(row: 0, column: 0, rows: -1, columns: 3),
        ] {
            grid.clear(rect, .title)
            grid.setGround(.cursor, in: rect)
            grid.setRole(.error, in: rect)
        }
        #expect(grid == empty)
    }

    @Test func aWideLetterTakesTwoCellsOrNone() {
        var grid = grid(5)
        #expect(grid.write("a日本語", .text, row: 0, column: 0) == 5)
        #expect(grid.row(0).map(\.isTail) == [false, false, true, false, true])
        #expect(grid.lines == ["a日本"])
        #expect(grid.write("日本", .text, row: 0, column: 2) == 4, "the letter that would be cut in two is left out")
        expectWhole(grid)
    }

    @Test func marksJoinTheLetterBeforeThem() {
        var grid = grid(5)
        #expect(grid.write("e\u{301}\u{302}x日\u{3099}", .text, row: 0, column: 0) == 4)
        #expect(grid.row(0).map(\.mark) == ["\u{301}", nil, "\u{3099}", nil, nil], "of two marks the first is kept")
        #expect(grid.lines == ["e\u{301}x日\u{3099}"])
    }

    @Test func whatIsWrittenOverAWideLetterLeavesNoHalf() {
        for column in 0..<4 {
            var grid = grid(4)
            grid.write("日本", .text, row: 0, column: 0)
            grid.write("x", .text, row: 0, column: column)
            expectWhole(grid)
            grid.write("語", .text, row: 0, column: 1)
            expectWhole(grid)
            #expect(grid.lines[0].contains("語"))
        }
        var grid = grid(6)
        grid.write("日本語", .text, row: 0, column: 0)
        grid.clear(Rect(row: 0, column: 1, rows: 1, columns: 2))
        #expect(grid.lines == ["    語"])
        expectWhole(grid)
    }

    @Test func whatWouldActIsReplaced() {
        var grid = grid(40)
        let undrawable: [UInt32] = [0, 7, 0x1B, 0x7F, 0x9B, 0xAD, 0x200B, 0x202E, 0x2066, 0xFEFF, 0xE0041, 0xFE0F]
        let text = String(String.UnicodeScalarView(undrawable.compactMap(Unicode.Scalar.init)))
        #expect(grid.write(text, .text, row: 0, column: 0) == undrawable.count)
        #expect(grid.lines == [String(repeating: "\u{FFFD}", count: undrawable.count)])
    }

    @Test(arguments: 0..<4)
    func randomTextKeepsCellsWholeAndDrawable(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            var grid = grid(random.below(30), rows: random.below(4))
            for _ in 0..<12 {
                let text = RandomText.text(below: 20, &random)
                let (row, column) = (random.below(6) - 1, random.below(40) - 5)
                if random.once(in: 5) {
                    grid.clear(Rect(row: row, column: column, rows: random.below(3), columns: random.below(9)))
                } else {
                    let end = grid.write(
                        text, .text, row: row, column: column, end: random.once(in: 2) ? nil : random.below(35))
                    #expect(end >= column)
                    #expect(end <= max(column, grid.size.columns))
                }
            }
            expectWhole(grid)
            let isDrawable = grid.cells.allSatisfy { cell in
                !cell.scalar.isUndrawable && !(cell.mark ?? " ").isUndrawable
            }
            #expect(isDrawable)
            #expect(grid.ascii.size == grid.size)
            let isASCII = grid.ascii.cells.allSatisfy { cell in cell.scalar.isASCII && cell.mark == nil && !cell.isTail
            }
            #expect(isASCII)
            #expect(grid.ascii.cells.map(\.style) == grid.cells.map(\.style))
        }
    }

    @Test func asciiKeepsColumns() {
        var grid = grid(20)
        grid.write("│日e\u{301} ▌→▼▲…▇▁–█·ж|", .text, row: 0, column: 0)
        #expect(grid.ascii.lines == ["|? e >>v^~#--#.?|"])
        #expect(grid.ascii.row(0).map(\.scalar)[1...3] == ["?", " ", "e"], "a wide letter keeps its two columns")
    }

    @Test func groundAndRoleChangeTheStyleOnly() {
        var grid = grid(4, rows: 2)
        grid.write("abcd", .key, row: 0, column: 0)
        grid.write("efgh", .key, row: 1, column: 0)
        grid.setGround(.cursor, in: Rect(row: 0, column: 1, rows: 1, columns: 2))
        grid.setRole(.match, in: Rect(row: 1, column: 3, rows: 9, columns: 9))
        #expect(grid.lines == ["abcd", "efgh"])
        #expect(grid.row(0).map(\.style.ground) == [.plain, .cursor, .cursor, .plain])
        #expect(grid.row(1).map(\.style.role) == [.key, .key, .key, .match])
        grid.clear(Rect(row: -1, column: 2, rows: 3, columns: 99), .notice)
        #expect(grid.lines == ["ab", "ef"])
        #expect(grid.row(1).map(\.style) == [.key, .key, .notice, .notice])
    }
}

/// No cell is half a letter: a tail is right of a wide letter, and a wide letter has a tail.
func expectWhole(_ grid: Grid, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    for row in 0..<grid.size.rows {
        let cells = Array(grid.row(row))
        let isWhole = cells.indices.allSatisfy { column in
            let isWide = cells[column].scalar.columns == 2 && !cells[column].isTail
            let hasTail = column + 1 < cells.count && cells[column + 1].isTail
            return isWide == hasTail && !(column == 0 && cells[column].isTail)
        }
        #expect(isWhole, comment, sourceLocation: sourceLocation)
    }
}
