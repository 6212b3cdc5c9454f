import Foundation
import Testing

@testable import Explorer

/// Times as text, against Foundation's calendar.
struct MomentTests {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private func text(_ seconds: Int64) -> String {
        let date = Date(timeIntervalSince1970: TimeInterval(seconds))
        let parts = Self.calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        func pad(_ number: Int?, _ digits: Int = 2) -> String {
            let text = String(number ?? -1)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        return "\(pad(parts.year, 4))-\(pad(parts.month))-\(pad(parts.day)) "
            + "\(pad(parts.hour)):\(pad(parts.minute)):\(pad(parts.second))"
    }

    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00"), (951_782_399, "2000-02-28 23:59:59"), (951_782_400, "2000-02-29 00:00:00"),
            (951_868_800, "2000-03-01 00:00:00"), (1_620_140_761, "2021-05-04 15:06:01"),
            (4_107_542_399, "2100-02-28 23:59:59"), (4_107_542_400, "2100-03-01 00:00:00"),
            (99_999_999_999, "5138-11-16 09:46:39"),
            (1_620_140_761_007, "2021-05-04 15:06:01.007"), (253_402_300_799_999, "9999-12-31 23:59:59.999"),
            (100_000_000_000, "1973-03-03 09:46:40.000"),
        ] as [(UInt64, String)])
    func isShownAs(_ value: UInt64, _ text: String) { #expect(Moment(value)?.text(in: nil) == text) }

    @Test func pastTheYear9999IsNone() {
        #expect(Moment(253_402_300_800_000) == nil)
        #expect(Moment(.max) == nil)
    }

    @Test func everyYearIsAsInTheCalendar() throws {
        var random = SeededRandom(seed: 1)
        for year in 1970...9999 {
            let start = try #require(Self.calendar.date(from: DateComponents(year: year, month: 2, day: 27)))
            // The end of February, and any time of the year.
            for seconds in [
                Int64(start.timeIntervalSince1970) + Int64(random.below(4 * 86400)),
                Int64(start.timeIntervalSince1970) + Int64(random.below(360 * 86400)),
            ] {
                guard seconds < 253_402_300_800 else { continue }
                let milliseconds = random.below(1000)
                // Before 1973, a number of milliseconds is taken for one of seconds.
                if seconds >= 100_000_000 {
                    let fine = try #require(Moment(UInt64(seconds) * 1000 + UInt64(milliseconds)))
                    #expect(fine.text(in: nil) == text(seconds) + ".\(String(1000 + milliseconds).dropFirst())")
                }
                guard seconds < 100_000_000_000 else { continue }
                #expect(Moment(UInt64(seconds))?.text(in: nil) == text(seconds))
            }
        }
    }

    @Test func localTimeHasTheOffsetOfItsMoment() throws {
        let offsets = TimeOffsets([(.min, 3600), (1_616_893_200, 7200), (1_635_642_000, 3600)])
        let before = try #require(Moment(1_616_893_199))
        #expect(before.text(in: offsets) == "2021-03-28 01:59:59")
        #expect(before.zone(in: offsets) == "+01:00")
        let after = try #require(Moment(1_616_893_200))
        #expect(after.text(in: offsets) == "2021-03-28 03:00:00")
        #expect(after.zone(in: offsets) == "+02:00")
        #expect(Moment(1_635_642_000)?.zone(in: offsets) == "+01:00")
        #expect(Moment(0)?.text(in: TimeOffsets([(.min, -1)])) == "1969-12-31 23:59:59")
        #expect(Moment(0)?.zone(in: TimeOffsets([(.min, -12600)])) == "-03:30")
        #expect(Moment(0)?.zone(in: TimeOffsets([(.min, 20700)])) == "+05:45")
        #expect(Moment(0)?.zone(in: .utc) == "+00:00")
    }

    @Test(arguments: 0..<4)
    func offsetsAreThoseOfTheLastStep(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let starts = Set((0..<random.below(20)).map { _ in Int64(random.below(100)) }).sorted()
            let steps = starts.map { TimeOffsets.Step(from: $0, seconds: Int32(random.below(9000)) - 4500) }
            let offsets = TimeOffsets(steps)
            for time in Int64(-2)..<102 {
                #expect(offsets.offset(at: time) == Int64(steps.last { $0.from <= time }?.seconds ?? 0))
            }
        }
    }
}
