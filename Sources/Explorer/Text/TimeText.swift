import FlowLogs

/// The distance of local time from UTC through the years, as the edge found it out.
public struct TimeOffsets: Equatable, Sendable {
    /// From a time on (seconds since 1970, UTC), so many seconds east of UTC; ascending.
    public typealias Step = (from: Int64, seconds: Int32)

    private let starts: [Int64]
    private let seconds: [Int32]

    /// Makes a table of steps; before the first one, and without any, local time is UTC.
    public init(_ steps: [Step]) {
        starts = steps.map(\.from)
        seconds = steps.map(\.seconds)
    }

    /// Local time is UTC.
    public static let utc = TimeOffsets([])

    /// The offset at a time, in seconds; O(log steps).
    func offset(at time: Int64) -> Int64 {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? Int64(seconds[low - 1]) : 0
    }
}

/// A moment as a `start` or `end` field gives it.
struct Moment {
    /// Seconds since 1970, UTC.
    let seconds: Int64
    /// Milliseconds of that second; nil when the field has whole seconds.
    let milliseconds: Int?

    /// The moment that a field's number means: from 10^11 on it counts milliseconds; nil past the year 9999.
    init?(_ value: UInt64) {
        let isFine = value >= 100_000_000_000
        let seconds = isFine ? value / 1000 : value
        guard seconds < 253_402_300_800 else { return nil }
        self.seconds = Int64(seconds)
        milliseconds = isFine ? Int(value % 1000) : nil
    }

    /// `2021-05-04 15:06:01`, with milliseconds if there are any, in UTC or, with offsets, local time.
    func text(in offsets: TimeOffsets?) -> String {
        let local = seconds + (offsets?.offset(at: seconds) ?? 0)
        let days = local >= 0 ? local / 86400 : (local - 86399) / 86400
        let rest = Int(local - days * 86400)
        let (year, month, day) = Self.date(days)
        let date = "\(pad(year, 4))-\(pad(month))-\(pad(day))"
        let time = "\(pad(rest / 3600)):\(pad(rest / 60 % 60)):\(pad(rest % 60))"
        return date + " " + time + (milliseconds.map { "." + pad($0, 3) } ?? "")
    }

    /// `+02:00`, the offset of local time at this moment.
    func zone(in offsets: TimeOffsets) -> String {
        let minutes = Int(offsets.offset(at: seconds)) / 60
        return (minutes < 0 ? "-" : "+") + pad(abs(minutes) / 60) + ":" + pad(abs(minutes) % 60)
    }

    /// The civil date of a day since 1970-01-01, in the proleptic Gregorian calendar.
    ///
    /// Years are counted from March, so that the leap day is the last one of a year; an era of 400 years always has
    /// 146,097 days.
    private static func date(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let sinceEpochOfEras = days + 719_468
        let era = (sinceEpochOfEras >= 0 ? sinceEpochOfEras : sinceEpochOfEras - 146_096) / 146_097
        let dayOfEra = Int(sinceEpochOfEras - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = Int(era) * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private func pad(_ number: Int, _ digits: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
