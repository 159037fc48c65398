/// The fields that a part of a manifest may have, by what Causeway does with them.
struct FieldNames {
  /// Those that are read.
  var acted: [String]
  /// Those that have a meaning for the mesh, which Causeway does not give them yet.
  var inert: [String] = []
  /// Those that do not concern a mesh at all.
  var foreign: [String] = []

  /// Every field of every kind.
  private var all: [String] { acted + inert + foreign }

  /// The name that was probably meant.
  func nearest(to name: String) -> String? { EditDistance.nearest(to: name, among: all) }
}

extension Field {
  /// Reports keys that have no effect, and those that do not exist.
  func check(_ names: FieldNames) {
    guard case .mapping(let entries) = node.content else { return }
    for entry in entries {
      if names.acted.contains(entry.key) || names.foreign.contains(entry.key) { continue }
      if case .null = entry.value.content { continue }
      findings.add(
        .warning, line: entry.line, path: .key(entry.key, in: path),
        names.inert.contains(entry.key)
          ? Self.inertMessage : Self.unknownMessage(names.nearest(to: entry.key)))
    }
  }

  /// What is said of a field that is understood without having an effect.
  static let inertMessage = "This field is understood but not yet acted on."

  private static func unknownMessage(_ nearest: String?) -> String {
    let suggestion = nearest.map { " Did you mean \(quoted($0))?" } ?? ""
    return "There is no such field, and it is ignored.\(suggestion)"
  }
}

/// How far apart two words are, for "did you mean".
enum EditDistance {
  /// The word among `candidates` that `word` is most likely a slip of; nil when none is close.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().utf8)
    guard (2...40).contains(letters.count) else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let distance = between(letters, Array(candidate.lowercased().utf8))
      guard distance <= max(1, letters.count / 3), distance < best?.distance ?? .max else {
        continue
      }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// Insertions, removals, replacements and swaps of neighbours.
  private static func between(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var twoAbove: [Int] = []
    var above = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(above[column + 1], current[column]) + 1
        best = min(best, above[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, twoAbove[column - 1] + 1)
        }
        current.append(best)
      }
      twoAbove = above
      above = current
    }
    return above[right.count]
  }
}
