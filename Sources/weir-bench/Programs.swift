/// The programs of this package, which lie beside each other.
enum Programs {
    static let weir = beside("weir")
    static let bench = beside("weir-bench")

    /// Where this program was found in `PATH`, the others are found there too.
    private static func beside(_ name: String) -> String {
        let path = CommandLine.arguments.first ?? name
        guard let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }
}
