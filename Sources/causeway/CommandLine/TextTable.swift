/// Rows under headings, as `kubectl` prints them: columns as wide as their widest cell, counted in
/// characters; nothing is wrapped or cut.
struct TextTable {
  private let headings: [String]
  private var rows: [[String]] = []

  /// A table without rows.
  init(_ headings: String...) { self.headings = headings }

  /// Whether there is no row.
  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row with a cell for each heading, which may be any text; an empty one is shown as `-`.
  mutating func add(_ cells: String...) {
    precondition(cells.count == headings.count, "a cell for each heading")
    rows.append(cells.map { $0.isEmpty ? "-" : $0.printable })
  }

  /// The table, a newline at the end of each line.
  var text: String {
    let lines = [headings] + rows
    let widths = headings.indices.map { column in
      lines.reduce(0) { max($0, $1[column].count) }
    }
    return lines.map { cells in
      let padded = zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      var line = padded.joined(separator: Self.gap)
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static let gap = "   "
}
