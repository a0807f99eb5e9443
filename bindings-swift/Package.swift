// swift-tools-version:6.0
import Foundation
import PackageDescription

// On Apple's platforms the library comes as an XCFramework, made by `scripts/xcframework.sh`. Elsewhere, and where
// `COWRITE_LIBRARY` names the folder of a library that cargo has built, that one is linked.
let folder = ProcessInfo.processInfo.environment["COWRITE_LIBRARY"]

#if os(Linux)
let linksLocally = true
#else
let linksLocally = folder != nil
#endif

let library = folder ?? Context.packageDirectory + "/../target/binding"

let ffi: Target =
    linksLocally
    ? .systemLibrary(name: "CowriteFFI")
    : .binaryTarget(name: "CowriteFFI", path: "CowriteFFI.xcframework")

let linking: [LinkerSetting] =
    linksLocally
    ? [.unsafeFlags(["-L\(library)", "-Xlinker", "-rpath", "-Xlinker", library]), .linkedLibrary("cowrite_swift")]
    : []

let package = Package(
    name: "Cowrite",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Cowrite", targets: ["Cowrite"])],
    targets: [
        ffi,
        // What uniffi writes does not compile in the language mode of Swift 6 yet (mozilla/uniffi-rs#2929).
        .target(
            name: "CowriteCore", dependencies: ["CowriteFFI"], swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: linking),
        .target(name: "Cowrite", dependencies: ["CowriteCore"]),
        .testTarget(name: "CowriteTests", dependencies: ["Cowrite"]),
        .executableTarget(name: "CowriteBench", dependencies: ["Cowrite", "CowriteCore"], path: "Bench"),
    ]
)
