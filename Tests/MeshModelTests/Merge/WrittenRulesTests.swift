import Foundation
import Testing

@Suite("The written rules")
struct WrittenRulesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  @Test("Every rule of docs/MERGING.md names tests that are there")
  func rulesAndTests() throws {
    let root = Self.folder.appending(path: "../../..").standardizedFileURL
    let text = try String(contentsOf: root.appending(path: "docs/MERGING.md"), encoding: .utf8)
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.folder, includingPropertiesForKeys: nil)
    let sources = try files.filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
      .joined()

    let rules = text.components(separatedBy: "\n## ").dropFirst()
    #expect(rules.count == 23)
    for (number, rule) in zip(1..., rules) {
      #expect(rule.hasPrefix("\(number). "), "rule \(number) is numbered otherwise")
      let names = rule.split(separator: "\n").filter { $0.hasPrefix("- Test: ") }
        .map { String($0.dropFirst("- Test: ".count)) }
      #expect(!names.isEmpty, "rule \(number) has no test")
      for name in names {
        #expect(sources.contains(name), "rule \(number) names the test \(name), which is not there")
      }
    }
  }
}
