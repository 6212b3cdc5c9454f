import Screen
import Testing

@testable import Curses

struct PaletteTests {
    @Test(arguments: [0, 8, 16, 256])
    func theRowOfTheCursorIsSeenWhateverIsInIt(_ colors: Int) {
        let palette = Palette(colors: colors)
        for role in Style.Role.allCases {
            let looks = [Style.Ground.plain, .cursor, .cell].map { palette[Style(role, on: $0)] }
            #expect(Set(looks.map(\.bits)).count == 3)
        }
    }

    @Test
    func withoutColoursWhatMattersIsSeen() {
        let palette = Palette(colors: 0)
        let text = palette[.text]
        for role in [Style.Role.dim, .focus, .sorted, .crumbOff, .key, .error, .match, .header, .input] {
            #expect(palette[Style(role)] != text)
        }
        #expect(palette[Style(.sorted)] != palette[Style(.header)])
        #expect(palette[Style(.text, on: .shadow)] != text)
        #expect(palette.pairs.isEmpty)
    }

    @Test(arguments: [8, 256])
    func everyPairIsMadeOnce(_ colors: Int) {
        let palette = Palette(colors: colors)
        let numbers = palette.pairs.map(\.number)
        #expect(Set(numbers).count == numbers.count)
        for ground in Style.Ground.allCases {
            for role in Style.Role.allCases {
                let pair = palette[Style(role, on: ground)].pair
                #expect(pair == 0 || numbers.contains(pair))
            }
        }
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ])
    func base64(_ text: String, _ encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == Array(encoded.utf8))
    }
}
