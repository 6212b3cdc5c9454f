// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "weir",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "weir", targets: ["weir"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
    ],
    targets: [
        .systemLibrary(name: "CScan"),
        .systemLibrary(name: "CInflate"),
        .target(name: "FlowLogs", dependencies: ["CScan"]),
        .target(name: "Screen"),
        .target(name: "Explorer", dependencies: ["FlowLogs", "Screen"]),
        .target(
            name: "CNcurses",
            linkerSettings: [
                .linkedLibrary("ncursesw", .when(platforms: [.linux])),
                .linkedLibrary("tinfo", .when(platforms: [.linux])),
                .linkedLibrary("ncurses", .when(platforms: [.macOS])),
            ]
        ),
        .target(
            name: "Curses",
            dependencies: ["Screen", "CNcurses"],
            swiftSettings: [.defaultIsolation(MainActor.self)]
        ),
        .target(name: "FlowEngine", dependencies: ["FlowLogs", "CInflate"]),
        .executableTarget(
            name: "weir",
            dependencies: [
                "FlowLogs", "FlowEngine", "Explorer", "Screen", "Curses",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "weir-bench",
            dependencies: [
                "FlowLogs", "FlowEngine", "Explorer", "Screen",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "FlowLogsTests", dependencies: ["FlowLogs", "CScan"]),
        .testTarget(name: "CursesTests", dependencies: ["Curses", "Screen"]),
        .testTarget(name: "ExplorerTests", dependencies: ["Explorer", "FlowLogs", "Screen"], exclude: ["Screens"]),
        .testTarget(name: "FlowEngineTests", dependencies: ["FlowEngine", "FlowLogs"]),
        .testTarget(
            name: "CommandTests", dependencies: ["FlowLogs", "weir", "weir-bench"], exclude: ["Golden"]),
    ],
    swiftLanguageModes: [.v6]
)
