/// What names and values of headers may look like.
enum HeaderRules {
  /// The name of a header: letters, digits, `-` and `_`, as Istio has it.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }

  /// Whether a header is the one that says for whom the request is.
  static func isAuthority(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == ":authority" || name == "host"
  }

  /// Whether Envoy lets a header be changed.
  static func isChangeable(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(":") && name.lowercased() != "host"
      && !name.utf8.contains { $0 < 0x21 || $0 == 0x7F }
  }

  /// What is wrong with the value of a header that is set; nil when nothing is.
  ///
  /// `%` begins one of Envoy's commands, `%REQ(x)%`, or is written `%%` (Envoy, "HTTP header
  /// manipulation, Custom request/response headers"). Whether there is such a command is not
  /// checked.
  static func problem(inValue text: String) -> String? {
    var rest = Array(text.utf8)[...]
    if rest.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
      return "The value of a header cannot have control characters."
    }
    while let start = rest.firstIndex(of: UInt8(ascii: "%")) {
      rest = rest[(start + 1)...]
      if rest.first == UInt8(ascii: "%") {
        rest.removeFirst()
        continue
      }
      let word = rest.prefix { byte in
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: "_")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      }
      rest = rest[word.endIndex...]
      if rest.first == UInt8(ascii: "(") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ")")) else { return unclosed }
        rest = rest[(end + 1)...]
      }
      if rest.first == UInt8(ascii: ":") {
        rest.removeFirst()
        rest = rest.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
      guard !word.isEmpty, rest.popFirst() == UInt8(ascii: "%") else { return unclosed }
    }
    return nil
  }

  private static let unclosed =
    "A \"%\" begins a command of Envoy's, such as %DOWNSTREAM_REMOTE_ADDRESS%. Write \"%%\" for "
    + "the character."
}
