// swift-tools-version:6.0
import PackageDescription

let cowrite = Target.Dependency.product(name: "Cowrite", package: "bindings-swift")

let package = Package(
    name: "Studio",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "Studio", targets: ["Studio"])],
    dependencies: [.package(path: "../../bindings-swift")],
    targets: [
        // What the screens show and do, without SwiftUI: tested everywhere.
        .target(name: "Studio", dependencies: [cowrite]),
        // The screens: of nothing where there is no SwiftUI.
        .executableTarget(name: "StudioApp", dependencies: ["Studio"], path: "App"),
        .executableTarget(name: "story", dependencies: [cowrite]),
        .testTarget(name: "StudioTests", dependencies: ["Studio"]),
    ]
)
