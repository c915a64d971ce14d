// swift-tools-version: 6.2
import PackageDescription

/// Set by `.ci/run`. It concerns the targets of this package alone, as `-Xswiftc -warnings-as-errors` would not.
let warningsAreErrors = Context.environment["WIREPRISM_WARNINGS_ARE_ERRORS"] != nil

/// Set by `Scripts/fuzz`: the targets are built with libFuzzer and the address sanitizer, and there is `wireprism-fuzz`.
let isForFuzzing = Context.environment["WIREPRISM_FUZZING"] != nil

/// Every target: no unsafe construct without the word `unsafe` beside it, and `~Escapable` views of borrowed bytes.
let settings: [SwiftSetting] =
  [
    .strictMemorySafety(),
    .enableExperimentalFeature("Lifetimes"),
    .enableUpcomingFeature("ExistentialAny"),
  ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
  + (isForFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])] : [])

/// A target of the house. It imports only what stands on a lower floor: see docs/architecture.md.
func floor(_ name: String, on lower: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: lower, exclude: exclude, swiftSettings: settings)
}

/// The tests of a target, in the folder of the same name.
func tests(of name: String, with others: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.target(name: name)] + others, exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "wireprism",
  products: [.executable(name: "wireprism", targets: ["wireprism"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    // Floor 0
    floor("Bytes", on: ["CLinux"]),
    floor("Findings"),
    .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
    .systemLibrary(name: "CLinux"),
    floor("Threads"),
    // Floor 1
    floor("Capture", on: ["Bytes", "Findings", "Threads", "CPcap", "CZlib", "CZstd", "CLZ4", "CLZMA", "CLinux"]),
    floor("Packet", on: ["Bytes", "Findings"]),
    floor("TLS", on: ["Bytes", "Findings", "Threads", "COpenSSL", "CZlib", "CBrotli", "CZstd"]),
    floor("HTTP", on: ["Bytes", "Findings"]),
    floor("ContentCoding", on: ["Bytes", "Findings", "CZlib", "CDeflate", "CBrotli", "CZstd"]),
    floor("EventStream", on: ["Bytes", "Findings"]),
    floor("Metrics", on: ["Bytes", "Findings"]),
    // Floor 2
    floor(
      "TCP",
      on: ["Bytes", "Findings", "Packet", .product(name: "DequeModule", package: "swift-collections")]),
    floor("HPACK", on: ["Bytes", "HTTP"]),
    floor("GRPC", on: ["Bytes", "Findings", "HTTP", "ContentCoding"]),
    floor(
      "HTTP1",
      on: ["Bytes", "Findings", "HTTP", "Metrics", .product(name: "DequeModule", package: "swift-collections")]),
    floor("WebSocket", on: ["Bytes", "Findings", "CZlib"]),
    // Floor 3
    floor("HTTP2", on: ["Bytes", "Findings", "HTTP", "HPACK", "Metrics"]),
    // Floor 4
    floor(
      "Analysis",
      on: [
        "Bytes", "Findings", "Threads", "Capture", "Packet", "TLS", "ContentCoding", "TCP", "HTTP", "HPACK", "HTTP1",
        "HTTP2", "WebSocket", "GRPC", "EventStream", "Metrics", "CLinux",
      ]),
    // Floor 5
    floor("Comparison", on: ["Bytes", "Findings", "HTTP", "HTTP2", "WebSocket", "Metrics", "Analysis"]),
    // Floor 6
    floor(
      "Report",
      on: [
        "Bytes", "Findings", "HTTP", "HPACK", "HTTP1", "HTTP2", "WebSocket", "GRPC", "EventStream", "TLS", "TCP",
        "Packet", "Capture", "Metrics", "Analysis", "Comparison",
      ],
      // `Scripts/embed-page` puts them into Page/PageSource.swift.
      exclude: ["Page/Resources"]),
    // Floor 7
    .executableTarget(
      name: "wireprism",
      dependencies: [
        "Analysis", "Capture", "Comparison", "Report", "TLS", "WebSocket", "Bytes", "Findings", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // Tests mirror the sources.
    tests(of: "Bytes"),
    tests(of: "Threads"),
    tests(of: "Capture", with: ["Bytes", "Findings"]),
    tests(of: "Packet", with: ["Bytes", "Findings"]),
    .target(
      name: "RecordedTLS", dependencies: ["Bytes", "Findings"], path: "Tests/RecordedTLS",
      exclude: ["record-conversations"], swiftSettings: settings),
    tests(of: "TLS", with: ["Bytes", "Findings", "RecordedTLS"]),
    tests(of: "HTTP", with: ["Bytes", "Findings"]),
    tests(of: "ContentCoding", with: ["Bytes"]),
    tests(of: "EventStream", with: ["Bytes", "Findings"]),
    tests(of: "GRPC", with: ["Bytes", "Findings", "HTTP", "ContentCoding"]),
    tests(of: "Metrics", with: ["Bytes", "Findings"]),
    tests(of: "TCP", with: ["Bytes", "Findings", "Packet"]),
    tests(of: "HPACK", with: ["Bytes", "HTTP"]),
    tests(of: "HTTP1", with: ["Bytes", "Findings", "HTTP"]),
    tests(of: "WebSocket", with: ["Bytes", "Findings"]),
    tests(of: "HTTP2", with: ["Bytes", "Findings", "HTTP", "HPACK"]),
    tests(
      of: "Analysis",
      with: [
        "Bytes", "Findings", "Capture", "Packet", "ContentCoding", "TCP", "HTTP", "HPACK", "HTTP1", "HTTP2",
        "WebSocket",
      ]),
    tests(of: "Comparison", with: ["Bytes", "Findings", "HTTP", "Packet", "Analysis"]),
    tests(
      of: "Report",
      with: [
        "Bytes", "Findings", "HTTP", "ContentCoding", "TLS", "WebSocket", "GRPC", "EventStream", "Metrics", "Analysis",
        "Comparison",
      ],
      exclude: ["Golden"]),
    tests(
      of: "wireprism",
      with: [
        "Analysis", "Bytes", "Capture", "ContentCoding", "Findings", "GRPC", "HTTP", "HTTP2", "Report", "TLS",
        "WebSocket",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

if isForFuzzing {
  package.targets.append(
    .executableTarget(
      name: "wireprism-fuzz",
      dependencies: [
        "Bytes", "Findings", "Capture", "Packet", "ContentCoding", "TLS", "HTTP", "TCP", "HPACK", "HTTP1", "HTTP2",
        "WebSocket", "GRPC", "EventStream", "Metrics", "Analysis", "Report", "RecordedTLS",
      ],
      path: "Fuzz", exclude: ["Corpora", "Dictionaries"], swiftSettings: settings,
      // The loop of libFuzzer is called from `@main`, and only lld finds it in the archive.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]))
}
