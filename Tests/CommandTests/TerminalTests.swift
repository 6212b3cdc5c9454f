import Foundation
import Testing

/// What reaches a terminal: one line for one message, whatever names and cells hold, and no progress among records.
@Suite(.enabled(if: Host.hasTerminals), .timeLimit(.minutes(2)))
struct TerminalTests {
    @Test func aLineFeedInANameForgesNoLine() async throws {
        let outcome = try await Scratch().shell(
            #"NAME=$(printf 'x\nweir: all is well') script -qec "'$WEIR' report \"\$NAME\"" /dev/null"#)
        #expect(outcome.stdout.contains("x^Jweir: all is well: No such file"))
        #expect(!outcome.stdout.contains("\nweir: all is well"))
    }

    @Test func aLineFeedInATagForgesNoRow() async throws {
        let scratch = try Scratch()
        try scratch.write("a.csv", "dstport,protocol,tag\n22,tcp,\"x\nrow 9: rejected\"\n22,tcp,b\n")
        let outcome = try await scratch.shell(#"script -qec "'$WEIR' lookup check a.csv" /dev/null"#)
        #expect(outcome.stdout.contains("x^Jrow 9"))
        #expect(!outcome.stdout.contains("\nrow 9"))
    }

    @Test func recordsAreNotGluedToProgress() async throws {
        let scratch = try Scratch()
        let slow =
            "(for i in 1 2 3; do printf '\(Sample.record(443).dropLast())\\n'; sleep 0.3; done) | \"$WEIR\" records -"
        try scratch.write("slow.sh", slow)
        let outcome = try await scratch.shell(#"script -qec "WEIR='$WEIR' sh slow.sh" /dev/null"#)
        let lines = outcome.stdout.split(whereSeparator: \.isNewline)
        #expect(lines.filter { $0 == Sample.record(443).dropLast() }.count == 3)
    }

    @Test func aFilterMistakeIsShownUnderItsLine() async throws {
        let outcome = try await Scratch.withSample().shell(
            #"script -qec "'$WEIR' report a.log -w 'dstprot = 1'" /dev/null"#)
        #expect(outcome.stdout.contains("dstprot = 1\r\n^^^^^^^\r\n"))
    }
}
