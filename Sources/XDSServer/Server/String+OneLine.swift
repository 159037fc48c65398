extension String {
  /// The text as it may stand in a line of a log: what a client sends must not make lines of its
  /// own, or lines without end.
  var onOneLine: String {
    var line = ""
    var count = 0
    for scalar in unicodeScalars {
      guard count < 1000 else { return line + "…" }
      let isControl = scalar.properties.generalCategory == .control
      line.unicodeScalars.append(isControl ? " " : scalar)
      count += 1
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
