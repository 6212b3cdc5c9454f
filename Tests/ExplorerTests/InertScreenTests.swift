import FlowLogs
import Screen
import Testing

/// What text that is made inert may hold, and what the grid behind it draws, is the same.
struct InertScreenTests {
    @Test func everyScalarThatIsMadeInertIsDrawnAsItIs() {
        for value in 0...UInt32(0x10FFFF) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(decoding: Bytes(String(scalar).utf8).inert(), as: UTF8.self)
            let isKept = text.unicodeScalars.elementsEqual(CollectionOfOne(scalar))
            let isHarmless = text.unicodeScalars.allSatisfy { !$0.isUndrawable }
            // A million expectations would take a minute.
            if !isHarmless || isKept == scalar.isUndrawable, value != 0x7F {
                Issue.record("U+\(String(value, radix: 16))")
            }
        }
    }
}
