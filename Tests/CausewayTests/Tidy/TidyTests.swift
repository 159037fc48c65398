import Foundation
import Testing

/// The rules of the house that the format linter does not know.
@Suite("Tidiness")
struct TidyTests {
  /// Files that people write.
  private let files = SourceFile.all.filter { !$0.isGenerated }

  private func files(under folder: String) -> [SourceFile] {
    files.filter { $0.path.hasPrefix(folder) }
  }

  @Test("The sources are found")
  func found() {
    #expect(files(under: "Sources/").count > 50)
    #expect(files(under: "Tests/").contains { $0.path.hasSuffix("TidyTests.swift") })
  }

  @Test("No line is wider than 100 columns; links, and texts that tests compare, excepted")
  func lineWidth() {
    let wide = files.flatMap { file in
      file.offences { line in
        guard line.utf8.count > 100, line.count > 100 else { return false }
        return !line.contains("https://") && !(file.path.hasPrefix("Tests/") && line.contains("\""))
      }
    }
    #expect(wide.isEmpty, "\(wide.joined(separator: "\n"))")
  }

  @Test("No function is longer than 70 lines")
  func functionLength() {
    let long = files.flatMap { file in
      file.functions.filter { $0.lineCount > 70 }.map {
        "\(file.path):\($0.line): \($0.lineCount) lines"
      }
    }
    #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
  }

  @Test(
    "Some texts have no place",
    arguments: [
      ("Sources/", "try" + "!", "throw a typed error"),
      ("Sources/", "as" + "! ", "use as? and say what happens otherwise"),
      ("Sources/", "fatal" + "Error(", "throw for input, precondition for our own bugs"),
      ("Sources/", "print" + "(", "log, or write to stdout in a command only"),
      ("Sources/", "import " + "Foundation", "use Glibc or FoundationEssentials"),
      ("Sources/XDSProto/", " any" + " ", "no existential on the hot path"),
      ("", "TO" + "DO", "do it, or open an issue"),
      ("", "FIX" + "ME", "do it, or open an issue"),
      ("Tests/", "import " + "XCTest", "use Swift Testing"),
      ("Tests/", "Thread." + "sleep", "wait for a condition"),
    ])
  func banned(_ folder: String, _ text: String, _ instead: String) {
    let found = files(under: folder).flatMap { file in
      file.offences { line in
        guard line.contains(text) else { return false }
        let code = line.components(separatedBy: "//")[0]
        let place = folder.contains("XDSProto") || text.hasPrefix("import") ? code : line
        return place.contains(text) && !Self.isAllowed(text, in: file.path, line: place)
      }
    }
    #expect(found.isEmpty, "\(instead):\n\(found.joined(separator: "\n"))")
  }

  private static func isAllowed(_ text: String, in path: String, line: String) -> Bool {
    switch text {
    // Printing is what commands are for.
    case "print" + "(": path.hasPrefix("Sources/causeway/") || !line.contains(" print" + "(")
    // Without memory there is nothing to throw to.
    case "fatal" + "Error(": line.contains("not enough memory")
    case "import " + "Foundation": line.contains("FoundationEssentials")
    default: false
    }
  }

  @Test(
    "A folder imports only what stands below it",
    arguments: [
      ("Sources/Platform/", []),
      ("Sources/MeshModel/", ["CLibYAML"]),
      ("Sources/ManifestSource/", ["Platform", "MeshModel", "CLinux"]),
      ("Sources/Registry/", ["Platform", "MeshModel", "ManifestSource", "Logging"]),
      ("Sources/XDSProto/", []),
      ("Sources/EnvoyAPI/", ["CEnvoyAPI"]),
      ("Sources/XDSServer/Snapshot/", ["MeshModel"]),
      ("Sources/XDSServer/Ledger/", ["Platform"]),
      ("Sources/XDSServer/Discovery/", ["Platform", "MeshModel", "XDSProto", "CListHash"]),
      ("Sources/XDSServer/Generation/", ["Platform", "MeshModel", "XDSProto"]),
      (
        "Sources/XDSServer/Transport/",
        ["Platform", "MeshModel", "CNghttp2", "COpenSSL", "CLinux", "Logging"]
      ),
      (
        "Sources/LoadTest/",
        ["Platform", "MeshModel", "XDSProto", "XDSServer", "CLinux", "CNghttp2", "Histogram"]
      ),
      (
        "Sources/Admin/",
        [
          "Platform", "MeshModel", "ManifestSource", "XDSServer", "XDSProto", "EnvoyAPI", "CLinux",
          "Logging", "Registry",
        ]
      ),
    ] as [(String, [String])])
  func imports(_ folder: String, _ allowed: [String]) {
    let library: Set = ["Glibc", "Synchronization", "FoundationEssentials", "Dispatch"]
    let strangers = files(under: folder).flatMap { file in
      file.imports.filter { !allowed.contains($0) && !library.contains($0) }
        .map { "\(file.path) imports \($0)" }
    }
    #expect(strangers.isEmpty, "\(strangers.joined(separator: "\n"))")
  }

  @Test("OpenSSL is called in one folder")
  func openSSL() {
    let strangers = files(under: "Sources/").filter { file in
      file.imports.contains("COpenSSL") && !file.path.hasPrefix("Sources/XDSServer/Transport/TLS/")
    }
    #expect(strangers.isEmpty, "\(strangers.map(\.path).joined(separator: "\n"))")
  }

  @Test(
    "Only what reads, writes and listens, and what that stands on, calls the system"
  )
  func systemCalls() {
    let folders = [
      "Sources/XDSServer/Transport/", "Sources/ManifestSource/", "Sources/Admin/HTTP/",
      "Sources/causeway/", "Sources/Platform/", "Sources/Registry/", "Sources/LoadTest/Transport/",
    ]
    let strangers = files(under: "Sources/").filter { file in
      file.imports.contains("Glibc") && !folders.contains { file.path.hasPrefix($0) }
    }
    #expect(strangers.isEmpty, "\(strangers.map(\.path).joined(separator: "\n"))")
  }
}

@Suite("What tidiness is judged by")
struct SourceFileTests {
  @Test("Imports are found with all their modifiers")
  func imports() {
    let file = SourceFile(
      path: "x",
      text: """
        internal import Glibc
        public import struct MeshModel.IPAddress
        @testable import Admin
        // import Nothing
        let important = 1
        """)
    #expect(file.imports == ["Glibc", "MeshModel", "Admin"])
  }

  @Test("Functions are measured from their first line to their last brace")
  func functions() {
    let file = SourceFile(
      path: "x",
      text: """
        struct S {
          init(
            a: Int
          ) {
            b = a
          }

          func short() { c() }

          private static func f() -> Int {
            while true {
              g()
            }
          }
        }
        """)
    #expect(file.functions.map(\.line) == [2, 10])
    #expect(file.functions.map(\.lineCount) == [5, 5])
  }
}
