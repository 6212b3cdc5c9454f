import Explorer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The present time for file names: `20210504T123456Z`.
func timeStamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    func padded(_ number: Int32, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let date = padded(parts.tm_year + 1900, 4) + padded(parts.tm_mon + 1, 2) + padded(parts.tm_mday, 2)
    return date + "T" + padded(parts.tm_hour, 2) + padded(parts.tm_min, 2) + padded(parts.tm_sec, 2) + "Z"
}

extension TimeOffsets {
    /// Local time, as the system has it, for 1970 to 2106.
    ///
    /// Steps are found by looking at every week: nobody changes the clock twice within one.
    static func ofThisPlace() -> TimeOffsets {
        tzset()
        let week: Int64 = 7 * 86400
        var last = offset(at: 0)
        var steps: [Step] = last == 0 ? [] : [(Int64.min, last)]
        for time in stride(from: 0, to: Int64(UInt32.max), by: Int(week)) {
            let next = offset(at: time + week)
            if next != last { steps.append((change(between: time, and: time + week), next)) }
            last = next
        }
        return TimeOffsets(steps)
    }

    /// The first second after `start`, and not after `end`, that has the offset of `end`.
    private static func change(between start: Int64, and end: Int64) -> Int64 {
        var (low, high) = (start, end)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(at: middle) == offset(at: end) { high = middle } else { low = middle }
        }
        return high
    }

    private static func offset(at seconds: Int64) -> Int32 {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        return Int32(parts.tm_gmtoff)
    }
}
