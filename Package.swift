// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of Causeway is built with.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableExperimentalFeature("Lifetimes"),
]

/// Product code must also mark every unsafe expression; in tests that costs more than it gives.
let productSettings = settings + [.strictMemorySafety()]

/// The wire format is on the hot path: no existential may slip in.
let hotSettings = productSettings + [.treatWarning("ExistentialType", as: .error)]

let package = Package(
  name: "causeway",
  products: [
    .executable(name: "causeway", targets: ["causeway"]),
    .executable(name: "bench", targets: ["bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
  ],
  targets: [
    // The C libraries, and the Linux calls that Glibc's module map lacks.
    .systemLibrary(
      name: "CNghttp2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CLinux"),
    .target(name: "CListHash"),
    .target(name: "CEnvoyAPI", linkerSettings: [.linkedLibrary("protobuf-c")]),

    // What everything else stands on.
    .target(name: "Platform", swiftSettings: productSettings),

    // objects → mesh
    .target(
      name: "MeshModel",
      dependencies: ["CLibYAML"],
      swiftSettings: productSettings),
    .target(
      name: "ManifestSource",
      dependencies: ["Platform", "MeshModel", "CLinux"],
      swiftSettings: productSettings),

    // mesh → resources → bytes → streams
    .target(name: "XDSProto", swiftSettings: hotSettings),
    .target(
      name: "XDSServer",
      dependencies: [
        "Platform", "CNghttp2", "COpenSSL", "CLinux", "CListHash", "MeshModel", "XDSProto",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: productSettings),

    // bytes → JSON, by other code than wrote them
    .target(name: "EnvoyAPI", dependencies: ["CEnvoyAPI"], swiftSettings: productSettings),

    // VMs that were registered, kept as manifests
    .target(
      name: "Registry",
      dependencies: [
        "Platform", "MeshModel", "ManifestSource",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: productSettings),

    .target(
      name: "Admin",
      dependencies: [
        "Platform", "CLinux", "XDSServer", "XDSProto", "MeshModel", "ManifestSource", "EnvoyAPI",
        "Registry",
        .product(name: "Logging", package: "swift-log"),
      ],
      // What scripts/page makes AdminPage.swift of.
      exclude: ["Page"],
      swiftSettings: productSettings),

    // simulated Envoys, for any xDS server
    .target(
      name: "LoadTest",
      dependencies: [
        "Platform", "CNghttp2", "CLinux", "MeshModel", "XDSProto", "XDSServer",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: productSettings),

    .executableTarget(
      name: "causeway",
      dependencies: [
        "Platform", "Admin", "LoadTest", "XDSProto", "XDSServer", "MeshModel", "ManifestSource",
        "EnvoyAPI", "Registry", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: productSettings),

    // What scripts/bench runs; the counter of allocations stands in front of malloc.
    .target(name: "CAllocationCounter", path: "Benchmarks/CAllocationCounter"),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CAllocationCounter", "MeshModel", "XDSProto", "XDSServer", "CEnvoyAPI", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Benchmarks/Bench",
      swiftSettings: settings),

    // A CA and clients of TLS, for the tests of several targets.
    .target(
      name: "TestCertificates", dependencies: ["COpenSSL"], path: "Tests/TestCertificates",
      swiftSettings: settings),
    .testTarget(
      name: "XDSProtoTests", dependencies: ["XDSProto", "EnvoyAPI", "CEnvoyAPI"],
      exclude: ["Fixtures"],
      swiftSettings: settings),
    .testTarget(name: "MeshModelTests", dependencies: ["MeshModel"], swiftSettings: settings),
    .testTarget(
      name: "ManifestSourceTests", dependencies: ["ManifestSource", "MeshModel", "CLinux"],
      swiftSettings: settings),
    .testTarget(
      name: "XDSServerTests",
      dependencies: [
        "Platform", "XDSServer", "XDSProto", "MeshModel", "EnvoyAPI", "CNghttp2", "CLinux",
        "CListHash", "TestCertificates",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LoadTestTests",
      dependencies: [
        "LoadTest", "XDSServer", "XDSProto", "MeshModel", "Platform", "CLinux", "TestCertificates",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RegistryTests",
      dependencies: [
        "Registry", "Platform", "MeshModel", "ManifestSource",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AdminTests",
      dependencies: [
        "Admin", "Registry", "XDSServer", "XDSProto", "MeshModel", "ManifestSource", "CLinux",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchTests", dependencies: ["bench", "CAllocationCounter"], swiftSettings: settings),
    .testTarget(
      name: "CausewayTests",
      dependencies: [
        "causeway", "Admin", "LoadTest", "Platform", "MeshModel", "XDSServer", "XDSProto",
        "EnvoyAPI", "CLinux",
        "TestCertificates",
        .product(name: "Logging", package: "swift-log"),
        // Reads what `bootstrap` writes: other code than wrote it.
        .product(name: "Yams", package: "Yams"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Golden"],
      swiftSettings: settings),
  ]
)

// The fuzzers are in the graph only when they are asked for: they link libFuzzer, which brings its own main function.
// What they do is in files of the tests, which are out of the graph then.
if Context.environment["FUZZING"] != nil {
  package.targets.removeAll { $0.isTest }
  package.targets.append(
    .target(
      name: "FuzzedServer", dependencies: ["XDSServer", "XDSProto", "MeshModel", "CLinux"],
      path: "Tests/XDSServerTests/Fuzz", exclude: ["CorpusTests.swift"], swiftSettings: settings))
  for (name, dependencies) in [
    ("Reader", ["XDSProto", "EnvoyAPI"]), ("Connection", ["FuzzedServer"]),
    ("Stream", ["FuzzedServer"]),
  ] as [(String, [Target.Dependency])] {
    package.targets.append(
      .executableTarget(
        name: "fuzz-\(name.lowercased())", dependencies: dependencies, path: "Fuzz/\(name)",
        swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
  }
}
