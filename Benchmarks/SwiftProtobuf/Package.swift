// swift-tools-version: 6.2
import PackageDescription

// swift-protobuf, with which our encoder is compared: a package of its own, so that nobody who builds or
// tests Causeway builds it too.
let package = Package(
  name: "swift-protobuf-benchmark",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
  ],
  targets: [
    .target(name: "CAllocationCounter"),
    .executableTarget(
      name: "bench-swift-protobuf",
      dependencies: [
        "CAllocationCounter",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault")]),
  ]
)
