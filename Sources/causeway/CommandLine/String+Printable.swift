extension String {
  /// The text as a terminal may show it: on one line, and without anything that a terminal obeys.
  ///
  /// Names come from manifests and node ids, whose authors may be anybody. Control characters (C0,
  /// C1, escape sequences begin with one), and format characters, which reverse or hide text, are
  /// shown as escapes.
  var printable: String {
    guard unicodeScalars.contains(where: Self.isObeyed) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where Self.isObeyed(scalar):
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
