/// What can be said of an RE2 expression without compiling it (https://github.com/google/re2/wiki/
/// Syntax): enough that Envoy does not refuse what slips of the pen make of one.
///
/// Not checked: the names of character classes and of groups, and the size of the compiled program.
enum RegexSyntax {
  /// The longest expression that is taken, as in Istio.
  private static let lengthMax = 1024

  /// What is wrong with an expression; nil when nothing is found.
  static func problem(_ text: String) -> String? {
    if text.isEmpty { return "The expression is empty." }
    guard text.utf8.count <= lengthMax else {
      return "The expression is longer than \(lengthMax) bytes."
    }
    var scanner = Scanner(rest: Array(text.unicodeScalars)[...])
    do throws(Refusal) {
      try scanner.scan()
      return nil
    } catch {
      return error.reason
    }
  }

  private struct Refusal: Error {
    var reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// What an escape stands for.
  private enum Escaped {
    case character(UInt32)
    /// One of many characters, or a place between two.
    case other
  }

  private struct Scanner {
    var rest: ArraySlice<Unicode.Scalar>
    private var depth = 0
    /// Whether something stands before that can be repeated.
    private var isRepeatable = false
    /// Whether what stands before is a repetition already.
    private var isRepeated = false

    init(rest: ArraySlice<Unicode.Scalar>) { self.rest = rest }

    mutating func scan() throws(Refusal) {
      while let next = rest.popFirst() { try take(next) }
      if depth > 0 { throw Refusal("A \"(\" is not closed.") }
    }

    private mutating func take(_ next: Unicode.Scalar) throws(Refusal) {
      switch next {
      case "\\": try takeEscape()
      case "[": try takeClass()
      case "(": try openGroup()
      case ")":
        guard depth > 0 else { throw Refusal("A \")\" has no \"(\" before it.") }
        depth -= 1
        (isRepeatable, isRepeated) = (true, false)
      case "|": (isRepeatable, isRepeated) = (false, false)
      case "*", "+", "?": try takeRepetition("\(next)")
      case "{": try takeCount()
      default: (isRepeatable, isRepeated) = (true, false)
      }
    }

    private mutating func takeRepetition(_ sign: String) throws(Refusal) {
      guard isRepeatable else {
        throw Refusal("Nothing stands before \(quoted(sign)) to be repeated.")
      }
      // `+?` and the like take as little as they can.
      if rest.first == "?" { rest.removeFirst() }
      if isRepeated { throw Refusal("\(quoted(sign)) follows another repetition.") }
      isRepeated = true
    }

    /// `{2}`, `{2,}` or `{2,5}`; anything else that begins so stands for itself.
    private mutating func takeCount() throws(Refusal) {
      let body = rest.prefix { $0 != "}" }
      let parts = body.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
      let isCount =
        body.endIndex < rest.endIndex && parts.first?.isEmpty == false
        && parts.allSatisfy { $0.allSatisfy(\.isDigit) }
      guard isCount else {
        (isRepeatable, isRepeated) = (true, false)
        return
      }
      rest = rest[(body.endIndex + 1)...]
      // What does not fit into a number is too many as well.
      let numbers = parts.filter { !$0.isEmpty }.map { Int(text(of: $0)) ?? .max }
      if numbers.contains(where: { $0 > 1000 }) {
        throw Refusal("A repetition of more than 1000 is too many.")
      }
      if numbers.count == 2, numbers[1] < numbers[0] {
        throw Refusal("The repetition {\(text(of: body))} ends before it begins.")
      }
      try takeRepetition("{")
    }

    private mutating func openGroup() throws(Refusal) {
      depth += 1
      (isRepeatable, isRepeated) = (false, false)
      guard rest.first == "?" else { return }
      rest.removeFirst()
      for sign in ["=", "!", "<=", "<!", ">"] where rest.starts(with: sign.unicodeScalars) {
        throw Refusal("RE2 does not know \(quoted("(?" + sign)).")
      }
      // Flags, `:`, and names: up to where the group's own expression begins.
      if rest.first == "P" || rest.first == "<" {
        let name = rest.prefix { $0 != ">" }
        guard name.endIndex < rest.endIndex else {
          throw Refusal("The name of a group is not closed.")
        }
        rest = rest[(name.endIndex + 1)...]
        return
      }
      rest = rest.drop { "imsU-".unicodeScalars.contains($0) }
      guard rest.first == ":" || rest.first == ")" else {
        throw Refusal("\"(?\" is followed by something that RE2 does not know.")
      }
      if rest.first == ":" { rest.removeFirst() }
    }

    private mutating func takeEscape() throws(Refusal) {
      if rest.first == "Q" {
        // Up to \E everything stands for itself.
        while !rest.isEmpty, !rest.starts(with: "\\E".unicodeScalars) { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else {
        _ = try takeEscaped(orOneOf: "AbBCz")
      }
      (isRepeatable, isRepeated) = (true, false)
    }

    /// What stands behind a `\`; outside of classes it may be one of `others` too.
    private mutating func takeEscaped(orOneOf others: String = "") throws(Refusal) -> Escaped {
      guard let sign = rest.popFirst() else { throw Refusal("It ends with a single \"\\\".") }
      switch sign {
      case "x": return .character(try takeHexadecimal())
      case "p", "P":
        try takeProperty()
        return .other
      case "0"..."7" where sign == "0" || rest.first?.isOctalDigit == true:
        let digits = rest.prefix(2).prefix(while: \.isOctalDigit)
        rest = rest[digits.endIndex...]
        return .character(UInt32("\(sign)\(text(of: digits))", radix: 8) ?? 0)
      case "d", "D", "s", "S", "w", "W": return .other
      default: break
      }
      if let character = Self.controls[sign] { return .character(character) }
      if others.unicodeScalars.contains(sign) { return .other }
      guard sign.isDigit || sign.isLetter || !sign.isASCII else { return .character(sign.value) }
      let escape = quoted("\\\(sign)")
      throw Refusal(
        "RE2 does not know "
          + (sign.isDigit ? "references to groups like \(escape)." : "\(escape)."))
    }

    private static let controls: [Unicode.Scalar: UInt32] = [
      "a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11,
    ]

    /// The number after `\x`: of two digits, or in braces of any.
    private mutating func takeHexadecimal() throws(Refusal) -> UInt32 {
      let braced = takeBraced()
      let digits = braced ?? rest.prefix(2)
      if braced == nil { rest = rest[digits.endIndex...] }
      guard braced != nil || digits.count == 2, digits.allSatisfy(\.properties.isASCIIHexDigit),
        let number = UInt32(text(of: digits), radix: 16), number <= 0x10_FFFF
      else {
        throw Refusal("\"\\x\" is followed by no character's number, as in \\x41 or \\x{2028}.")
      }
      return number
    }

    /// The name after `\p`: of one letter, or in braces of any.
    private mutating func takeProperty() throws(Refusal) {
      if takeBraced() != nil { return }
      guard let letter = rest.popFirst(), letter != "{" else {
        throw Refusal("\"\\p\" is followed by no class of characters, as in \\pL or \\p{Greek}.")
      }
    }

    /// What comes next in braces; nil when nothing does.
    private mutating func takeBraced() -> ArraySlice<Unicode.Scalar>? {
      guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
      defer { rest = rest[(end + 1)...] }
      return rest[..<end].dropFirst()
    }

    private mutating func takeClass() throws(Refusal) {
      if rest.first == "^" { rest.removeFirst() }
      var isFirst = true
      while let first = rest.first {
        if first == "]", !isFirst {
          rest.removeFirst()
          (isRepeatable, isRepeated) = (true, false)
          return
        }
        isFirst = false
        let named = rest.prefix { $0 != "]" }
        if named.count > 3, named.starts(with: "[:".unicodeScalars), named.last == ":" {
          rest = rest[named.endIndex...].dropFirst()
        } else if case .character(let start) = try takeMember(), rest.first == "-",
          let next = rest.dropFirst().first, next != "]"
        {
          rest.removeFirst()
          guard case .character(let end) = try takeMember(), start <= end else {
            throw Refusal("A range in \"[\" does not end with a character after its first.")
          }
        }
      }
      throw Refusal("A \"[\" is not closed.")
    }

    private mutating func takeMember() throws(Refusal) -> Escaped {
      let member = rest.removeFirst()
      return member == "\\" ? try takeEscaped() : .character(member.value)
    }

    private func text(of scalars: ArraySlice<Unicode.Scalar>) -> String {
      String(String.UnicodeScalarView(scalars))
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var isOctalDigit: Bool { ("0"..."7").contains(self) }

  fileprivate var isLetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
