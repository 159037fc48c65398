/// What names may look like.
package enum NameRules {
  /// A DNS label (RFC 1123): lower-case letters, digits and inner hyphens, at most 63.
  package static func isLabel(_ text: String) -> Bool {
    isLabel(Array(text.utf8)[...])
  }

  /// Labels joined by dots, at most 253 characters: the names of most Kubernetes objects.
  package static func isSubdomain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...253).contains(bytes.count) else { return false }
    return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { isLabel($0) }
  }

  /// The key of a label or annotation: a name, before which a DNS subdomain and a slash may stand
  /// (the Kubernetes page "Labels and Selectors").
  package static func isLabelKey(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, !name.isEmpty, isLabelValue(String(name)) else { return false }
    return parts.count == 1 || (parts.count == 2 && isSubdomain(String(parts[0])))
  }

  /// The value of a label: empty, or at most 63 letters, digits, `-`, `_` and `.`, with a letter or
  /// digit at both ends.
  package static func isLabelValue(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= 63 else { return false }
    func isLetterOrDigit(_ byte: UInt8) -> Bool {
      isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard let first = bytes.first, let last = bytes.last else { return true }
    return isLetterOrDigit(first) && isLetterOrDigit(last)
      && bytes.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
  }

  /// The canonical form of a host name; nil when it is none.
  ///
  /// Lower-case, without the dot at the end. Underscores are allowed, as real DNS names have them.
  static func host(_ text: String) -> String? {
    var bytes = Array(text.lowercased().utf8)
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    guard (1...253).contains(bytes.count) else { return nil }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.allSatisfy({ isLabel($0, allowsUnderscore: true) }) else { return nil }
    // The last label of a name is never a number; what looks like it is a mistyped address.
    guard let last = labels.last, !last.allSatisfy(isDigit) || labels.count == 1 else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As `host`, or `*.` followed by one.
  static func wildcardHost(_ text: String) -> String? {
    guard text.hasPrefix("*.") else { return host(text) }
    return host(String(text.dropFirst(2))).map { "*." + $0 }
  }

  /// The name of a container's port (RFC 6335 §5.1): up to 15, with a letter, no double hyphen.
  static func isPortName(_ text: String) -> Bool {
    isLabel(text) && text.utf8.count <= 15 && !text.contains("--")
      && !text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isLabel(_ label: ArraySlice<UInt8>, allowsUnderscore: Bool = false) -> Bool {
    guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"),
      label.last != UInt8(ascii: "-")
    else { return false }
    return label.allSatisfy { byte in
      isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || byte == UInt8(ascii: "-") || (allowsUnderscore && byte == UInt8(ascii: "_"))
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
