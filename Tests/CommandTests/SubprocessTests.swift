import Foundation
import Testing

@testable import weir_bench

/// Programs that the bench starts: how they end, what they say, and what of this one they see.
@Suite struct SubprocessTests {
    private func run(_ line: String) throws -> Subprocess.End { try Subprocess("sh", ["-c", line]).wait() }

    @Test func endsAreTold() throws {
        #expect(try run("exit 0").status == 0)
        #expect(try run("exit 7").code == 7)
        let killed = try run("kill -9 $$")
        #expect(killed.signal == SIGKILL)
        #expect(try run("exit 0").peakMemory > 100_000)
        let missing = #expect(throws: Subprocess.Failure.self) { try Subprocess("there-is-no-such-program", []) }
        #expect(missing?.isMissing == true)
    }

    /// A signal that is ignored here ends programs as it should, and of the environment little is passed on.
    @Test func startIsClean() throws {
        signal(SIGPIPE, SIG_IGN)
        #expect(try run("kill -PIPE $$").signal == SIGPIPE)
        setenv("WEIR_TEST_SECRET", "1", 1)
        #expect(try run("test -z \"$WEIR_TEST_SECRET\" && test -n \"$PATH\"").code == 0)
    }

    @Test func conversationsGoOnUntilTheProgramEnds() throws {
        let echo = try Conversation(
            [
                "sh", "-c",
                "while read line; do test $line != end || exit; echo \"[$line]\"; echo \"$line\"; echo done; done",
            ])
        #expect(echo.say("first")?.answer == ["[first]", "first"])
        #expect(echo.say("second")?.answer == ["[second]", "second"])
        #expect(echo.say("end") == nil)
        #expect(echo.say("more") == nil)
        echo.end()
    }
}
