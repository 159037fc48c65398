/// What can be said of an RE2 expression without compiling it (https://github.com/google/re2/wiki/
/// Syntax): enough that Envoy does not refuse what slips of the pen make of one.
///
/// Not checked: ranges and names of character classes, the names of groups, and the size of the
/// compiled program.
enum RegexSyntax {
  /// The longest expression that is taken, as in Istio.
  private static let lengthMax = 1024

  /// What is wrong with an expression; nil when nothing is found.
  static func problem(_ text: String) -> String? {
    if text.isEmpty { return "The expression is empty." }
    guard text.utf8.count <= lengthMax else {
      return "The expression is longer than \(lengthMax) bytes."
    }
    var scanner = Scanner(rest: Array(text.utf8)[...])
    return scanner.scan()
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>
    private var depth = 0
    /// Whether something stands before that can be repeated.
    private var isRepeatable = false
    /// Whether what stands before is a repetition already.
    private var isRepeated = false

    init(rest: ArraySlice<UInt8>) { self.rest = rest }

    mutating func scan() -> String? {
      while let byte = rest.popFirst() {
        if let problem = take(byte) { return problem }
      }
      return depth > 0 ? "A \"(\" is not closed." : nil
    }

    private mutating func take(_ byte: UInt8) -> String? {
      switch byte {
      case UInt8(ascii: "\\"): return takeEscape()
      case UInt8(ascii: "["): return takeClass()
      case UInt8(ascii: "("): return openGroup()
      case UInt8(ascii: ")"):
        guard depth > 0 else { return "A \")\" has no \"(\" before it." }
        depth -= 1
        (isRepeatable, isRepeated) = (true, false)
      case UInt8(ascii: "|"): (isRepeatable, isRepeated) = (false, false)
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): return takeRepetition(byte)
      case UInt8(ascii: "{"):
        if let count = takeCount() { return count }
      default: (isRepeatable, isRepeated) = (true, false)
      }
      return nil
    }

    private mutating func takeRepetition(_ byte: UInt8) -> String? {
      let sign = String(decoding: [byte], as: UTF8.self)
      guard isRepeatable else { return "Nothing stands before \(quoted(sign)) to be repeated." }
      // `+?` and the like take as little as they can.
      if rest.first == UInt8(ascii: "?") { rest.removeFirst() }
      if isRepeated { return "\(quoted(sign)) follows another repetition." }
      isRepeated = true
      return nil
    }

    /// `{2}`, `{2,}` or `{2,5}`; anything else that begins so stands for itself.
    private mutating func takeCount() -> String? {
      let body = rest.prefix { $0 != UInt8(ascii: "}") }
      let parts = body.split(
        separator: UInt8(ascii: ","), maxSplits: 1, omittingEmptySubsequences: false)
      let isCount =
        body.endIndex < rest.endIndex && parts.first?.isEmpty == false
        && parts.allSatisfy { $0.allSatisfy(Self.isDigit) }
      guard isCount else {
        (isRepeatable, isRepeated) = (true, false)
        return nil
      }
      rest = rest[(body.endIndex + 1)...]
      guard isRepeatable else { return "Nothing stands before \"{\" to be repeated." }
      let numbers = parts.map { Int(String(decoding: $0, as: UTF8.self)) }
      if numbers.contains(where: { ($0 ?? 0) > 1000 }) {
        return "A repetition of more than 1000 is too many."
      }
      if rest.first == UInt8(ascii: "?") { rest.removeFirst() }
      if isRepeated { return "\"{\" follows another repetition." }
      isRepeated = true
      return nil
    }

    private mutating func openGroup() -> String? {
      depth += 1
      (isRepeatable, isRepeated) = (false, false)
      guard rest.first == UInt8(ascii: "?") else { return nil }
      rest.removeFirst()
      for sign in ["=", "!", "<=", "<!", ">"] where rest.starts(with: sign.utf8) {
        return "RE2 does not know \(quoted("(?" + sign))."
      }
      // Flags, `:`, and names: up to where the group's own expression begins.
      if rest.first == UInt8(ascii: "P") || rest.first == UInt8(ascii: "<") {
        let name = rest.prefix { $0 != UInt8(ascii: ">") }
        guard name.endIndex < rest.endIndex else { return "The name of a group is not closed." }
        rest = rest[(name.endIndex + 1)...]
        return nil
      }
      let flags = rest.prefix { "imsU-".utf8.contains($0) }
      rest = rest[flags.endIndex...]
      guard let end = rest.first, end == UInt8(ascii: ":") || end == UInt8(ascii: ")") else {
        return "\"(?\" is followed by something that RE2 does not know."
      }
      if end == UInt8(ascii: ":") { rest.removeFirst() }
      return nil
    }

    private mutating func takeEscape() -> String? {
      guard let byte = rest.popFirst() else { return "It ends with a single \"\\\"." }
      if byte == UInt8(ascii: "Q") {
        // Up to \E everything stands for itself.
        while !rest.isEmpty, !rest.starts(with: "\\E".utf8) { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else if Self.isLetterOrDigit(byte), !"afnrtvdDwWsSbBAzCpPx0".utf8.contains(byte) {
        let escape = "\\" + String(decoding: [byte], as: UTF8.self)
        return Self.isDigit(byte)
          ? "RE2 does not know references to groups like \(quoted(escape))."
          : "RE2 does not know \(quoted(escape))."
      }
      (isRepeatable, isRepeated) = (true, false)
      return nil
    }

    private mutating func takeClass() -> String? {
      if rest.first == UInt8(ascii: "^") { rest.removeFirst() }
      var isFirst = true
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "]"), !isFirst {
          (isRepeatable, isRepeated) = (true, false)
          return nil
        }
        isFirst = false
        if byte == UInt8(ascii: "\\") {
          guard rest.popFirst() != nil else { break }
        } else if byte == UInt8(ascii: "["), rest.first == UInt8(ascii: ":") {
          let name = rest.prefix { $0 != UInt8(ascii: "]") }
          rest = rest[name.endIndex...].dropFirst()
        }
      }
      return "A \"[\" is not closed."
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
      isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
  }
}
