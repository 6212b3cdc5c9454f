/// Times as a filter writes them, and as a log holds them.
///
/// A filter compares instants, in milliseconds since 1970-01-01 UTC. A log holds raw numbers: seconds below 10^11,
/// milliseconds from there on. One range of instants is thus up to two ranges of raw numbers.
enum FilterTime {
    /// Why a text with the form of a time is none.
    struct Mistake: Error { let message: String }

    /// Raw numbers from here on are milliseconds.
    private static let firstMillisecond: UInt64 = 100_000_000_000

    /// The raw numbers of the instants in a range.
    static func rawRanges(_ instants: ClosedRange<UInt64>) -> [ClosedRange<UInt64>] {
        let (low, high) = (instants.lowerBound, instants.upperBound)
        let firstSecond = low / 1000 + (low % 1000 == 0 ? 0 : 1)
        let lastSecond = min(high / 1000, firstMillisecond - 1)
        let seconds = firstSecond <= lastSecond ? [firstSecond...lastSecond] : []
        return high < firstMillisecond ? seconds : seconds + [max(low, firstMillisecond)...high]
    }

    /// The instant that a text spells; nil if it does not have the form of a time.
    ///
    /// `YYYY-MM-DD`, then nothing or `Thh:mm[:ss[.f...]]` (a blank for the T, in quotes) and a zone: `Z`, `+hh:mm`,
    /// `+hhmm` or none, which is UTC. Or a plain number: seconds, milliseconds from 10^11 on.
    static func milliseconds(_ text: Bytes) throws(Mistake) -> UInt64? {
        if let number = text.wholeNumber() { return number < firstMillisecond ? number * 1000 : number }
        var rest = text[...]
        guard let year = rest.takeNumber(digits: 4), rest.take("-"), let month = rest.takeNumber(digits: 2),
            rest.take("-"), let day = rest.takeNumber(digits: 2)
        else { return nil }
        var milliseconds = 0
        var offset = 0
        if !rest.isEmpty {
            guard rest.take("T") || rest.take("t") || rest.take(" "), let time = try timeOfDay(&rest),
                let zone = try zone(&rest), rest.isEmpty
            else { return nil }
            (milliseconds, offset) = (time, zone)
        }
        guard let days = days(year: year, month: month, day: day) else {
            throw Mistake(message: "there is no such day in the calendar")
        }
        let instant = days * 86_400_000 + milliseconds - offset
        guard instant >= 0 else { throw Mistake(message: "flow logs hold no times before 1970") }
        return UInt64(instant)
    }

    private static func timeOfDay(_ rest: inout ArraySlice<UInt8>) throws(Mistake) -> Int? {
        guard let hour = rest.takeNumber(digits: 2), rest.take(":"), let minute = rest.takeNumber(digits: 2) else {
            return nil
        }
        var second = 0
        var fraction = 0
        if rest.take(":") {
            guard let number = rest.takeNumber(digits: 2) else { return nil }
            second = number
            if rest.take(".") {
                guard let number = try thousandths(&rest) else { return nil }
                fraction = number
            }
        }
        guard second != 60 else { throw Mistake(message: "Unix time has no leap seconds; write :59") }
        guard hour < 24, minute < 60, second < 60 else {
            throw Mistake(message: "a time of day goes from 00:00:00 to 23:59:59")
        }
        return ((hour * 60 + minute) * 60 + second) * 1000 + fraction
    }

    /// The digits after the decimal point, as milliseconds; further digits must be zeros.
    private static func thousandths(_ rest: inout ArraySlice<UInt8>) throws(Mistake) -> Int? {
        let digits = rest.prefix { $0.isDigit }
        guard !digits.isEmpty else { return nil }
        rest = rest[digits.endIndex...]
        guard digits.dropFirst(3).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
            throw Mistake(message: "flow logs hold no times finer than a millisecond; three decimals are enough")
        }
        let padded = Array(digits.prefix(3)) + Bytes(repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count))
        return padded.wholeNumber().map { Int($0) }
    }

    /// The zone's offset from UTC in milliseconds.
    private static func zone(_ rest: inout ArraySlice<UInt8>) throws(Mistake) -> Int? {
        if rest.isEmpty || rest.take("Z") || rest.take("z") { return 0 }
        let isEast = rest.take("+")
        guard isEast || rest.take("-"), let hours = rest.takeNumber(digits: 2) else { return nil }
        _ = rest.take(":")
        guard let minutes = rest.takeNumber(digits: 2) else { return nil }
        guard hours < 24, minutes < 60 else { throw Mistake(message: "a zone goes from -23:59 to +23:59") }
        return (isEast ? 1 : -1) * (hours * 60 + minutes) * 60_000
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar, for four-digit years; nil for 02-30 and the like.
    private static func days(year: Int, month: Int, day: Int) -> Int? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        let past = year - 1
        let before = past * 365 + past / 4 - past / 100 + past / 400 + lengths[..<(month - 1)].reduce(0, +)
        // 719,162 days passed from 0001-01-01 to 1970-01-01.
        return before + day - 1 - 719_162
    }
}

extension ArraySlice<UInt8> {
    /// Takes a byte off the front, if it is there.
    fileprivate mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: byte) else { return false }
        removeFirst()
        return true
    }

    /// Takes a number of just so many digits (four at most) off the front, if it is there.
    fileprivate mutating func takeNumber(digits: Int) -> Int? {
        let number = prefix(digits)
        guard number.count == digits, let value = number.wholeNumber() else { return nil }
        removeFirst(digits)
        return Int(value)
    }
}
