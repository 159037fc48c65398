import Foundation

/// A Swift file of the project, and what the rules of the house need to know of it.
struct SourceFile: Sendable {
  /// The path inside the checkout.
  let path: String
  let lines: [String]

  /// The checkout.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file of the package, ordered by path in each folder.
  static let all: [SourceFile] = ["Sources", "Tests", "Benchmarks/Bench"].flatMap {
    (folder: String) -> [SourceFile] in
    let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
    let paths = (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }
    return paths.sorted().compactMap { path in
      let file = root.appending(path: folder).appending(path: path)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
      return SourceFile(path: "\(folder)/\(path)", text: text)
    }
  }

  init(path: String, text: String) {
    self.path = path
    lines = text.components(separatedBy: "\n")
  }

  /// Whether the file was made by a program, which says so in its first lines.
  var isGenerated: Bool { lines.prefix(3).contains { $0.contains("Made by scripts/") } }

  /// The modules that the file imports.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ").drop {
        ["public", "package", "internal", "private", "@testable", "@preconcurrency"].contains($0)
      }
      guard words.first == "import" else { return nil }
      let name = words.dropFirst().drop {
        ["struct", "class", "enum", "protocol", "func", "typealias", "var", "let"].contains($0)
      }.first
      return name?.split(separator: ".").first.map(String.init)
    }
  }

  /// The functions: the line on which each begins, counted from 1, and how many lines it has.
  ///
  /// Relies on the format: the brace that ends a function stands in the column in which it begins.
  var functions: [(line: Int, lineCount: Int)] {
    lines.enumerated().compactMap { index, line in
      let text = line.drop { $0 == " " }
      let words = text.split(separator: " ").prefix(5)
      guard words.contains("func") || words.contains(where: { $0.hasPrefix("init(") }),
        !text.hasPrefix("//"), !text.hasPrefix("."), !line.hasSuffix("}")
      else { return nil }
      let margin = String(line.prefix { $0 == " " })
      let end = lines[(index + 1)...].firstIndex { candidate in
        candidate.hasPrefix(margin + "}") || (candidate.hasPrefix(margin) && candidate.isEmpty)
      }
      return end.map { (index + 1, $0 - index + 1) }
    }
  }

  /// The places of lines that `isOffence` finds, as `path:line: text`.
  func offences(_ isOffence: (String) -> Bool) -> [String] {
    lines.enumerated().compactMap { index, line in
      isOffence(line) ? "\(path):\(index + 1): \(line.trimmingCharacters(in: .whitespaces))" : nil
    }
  }
}
