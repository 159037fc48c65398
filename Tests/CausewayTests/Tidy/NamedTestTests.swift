import Foundation
import Testing

/// The tests that docs/PROTOCOL.md names are there.
@Suite("Tests that documents name")
struct NamedTestTests {
  private static let document = "docs/PROTOCOL.md"

  /// What stands between backticks in the document.
  private static func quoted() throws -> Set<String> {
    let text = try String(
      contentsOf: SourceFile.root.appending(path: document), encoding: .utf8)
    let parts = text.components(separatedBy: "`")
    return Set(parts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
  }

  /// Whether the text is `Suite.function`.
  private static func isSwiftTest(_ text: String) -> Bool {
    text.contains(#/^[A-Z][A-Za-z0-9]*Tests\.[a-z][A-Za-z0-9]*$/#)
  }

  @Test("Every test that docs/PROTOCOL.md names exists")
  func exist() throws {
    let quoted = try Self.quoted()
    let swift = quoted.filter(Self.isSwiftTest)
    let python = quoted.filter { $0.hasPrefix("test_") && !$0.hasSuffix("…") }
    #expect(swift.count > 80 && python.count > 20)
    let missing =
      swift.subtracting(Self.swiftTests()).union(python.subtracting(try Self.pythonTests()))
    #expect(missing.isEmpty, "\(missing.sorted().joined(separator: "\n"))")
  }

  @Test("Every rule has a row, and every row a test")
  func rows() throws {
    let text = try String(
      contentsOf: SourceFile.root.appending(path: Self.document), encoding: .utf8)
    let rows = text.components(separatedBy: "\n").filter { $0.hasPrefix("| ") }
    let rules = rows.compactMap { $0.firstMatch(of: #/^\| (\d+)\. /#).flatMap { Int($0.output.1) } }
    #expect(rules == Array(1...22))
    let bare = rows.filter { row in
      guard !row.hasPrefix("| rule |"), !row.hasPrefix("| scenario |") else { return false }
      let names = row.components(separatedBy: "`")
      return !names.contains { Self.isSwiftTest($0) || $0.hasPrefix("test_") }
    }
    #expect(bare.isEmpty, "\(bare.joined(separator: "\n"))")
  }

  /// `Suite.function` of every function in a suite under Tests.
  private static func swiftTests() -> Set<String> {
    var names: Set<String> = []
    for file in SourceFile.all where file.path.hasPrefix("Tests/") {
      var suite = ""
      for line in file.lines {
        if let match = line.firstMatch(of: #/^struct ([A-Za-z0-9]+)/#) {
          suite = String(match.output.1)
        }
        if let match = line.firstMatch(of: #/^  (?:mutating )?func ([A-Za-z0-9]+)\(/#) {
          names.insert("\(suite).\(match.output.1)")
        }
      }
    }
    return names
  }

  /// Every `def test_…` under Tests/RealClients.
  private static func pythonTests() throws -> Set<String> {
    let folder = SourceFile.root.appending(path: "Tests/RealClients")
    var names: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where file.hasPrefix("test_") && file.hasSuffix(".py") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for line in text.components(separatedBy: "\n") {
        if let match = line.firstMatch(of: #/^(?:async )?def (test_\w+)\(/#) {
          names.insert(String(match.output.1))
        }
      }
    }
    return names
  }
}
