// swift-tools-version:6.0
import PackageDescription

let cowrite = Target.Dependency.product(name: "Cowrite", package: "bindings-swift")

// Of Swift 6.0 on Linux, libswiftObservation wants a symbol that no library has (swiftlang/swift#75670); it is for its last words alone.
let observing: [LinkerSetting] = [.unsafeFlags(["-Xlinker", "--allow-shlib-undefined"], .when(platforms: [.linux]))]

let package = Package(
    name: "Studio",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "Studio", targets: ["Studio"])],
    dependencies: [.package(path: "../../bindings-swift")],
    targets: [
        // What the screens show and do, without SwiftUI: tested everywhere.
        .target(name: "Studio", dependencies: [cowrite]),
        // The screens: of nothing where there is no SwiftUI.
        .executableTarget(name: "StudioApp", dependencies: ["Studio"], path: "App", linkerSettings: observing),
        .executableTarget(name: "story", dependencies: [cowrite]),
        .testTarget(name: "StudioTests", dependencies: ["Studio"], linkerSettings: observing),
    ]
)
