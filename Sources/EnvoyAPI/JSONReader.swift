/// Why a text is not taken as JSON.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The first byte that does not fit, counted from 0.
  public var offset: Int
  /// What is wrong there, as a part of a sentence.
  public var reason: String

  /// `REASON, at byte OFFSET`.
  public var description: String { "\(reason), at byte \(offset)" }
}

extension JSONValue {
  /// How deep arrays and objects may be nested.
  public static let depthMax = 64

  /// Reads a JSON text (RFC 8259), strictly.
  ///
  /// Refuses what readers disagree about: a name that an object has twice, half of a surrogate
  /// pair, a byte order mark. Whole numbers that fit are `.integer`, all others `.number` as they
  /// are written.
  /// - Throws: `JSONError` for anything but one value, and for one that is nested deeper than
  ///   `depthMax`.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  /// Reads a JSON text, as `init(parsing:)` of its bytes does.
  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

// What is in a document that has been read.
extension JSONValue {
  /// The value of an object's member; nil when there is none, or this is no object.
  public subscript(name: String) -> JSONValue? { members?.first { $0.name == name }?.value }

  /// The members of an object, in the order of the text; nil for anything else.
  public var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements of an array; nil for anything else.
  public var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text of a string; nil for anything else.
  public var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A whole number; nil for anything else.
  public var integerValue: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// A truth value; nil for anything else.
  public var boolValue: Bool? {
    if case .bool(let truth) = self { truth } else { nil }
  }
}

/// Takes a JSON text apart, from its first byte to its last.
private struct JSONReader {
  private let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    let value = try value()
    skipWhitespace()
    guard offset == bytes.count else { throw wrong("something follows the value") }
    return value
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func wrong(_ reason: String) -> JSONError { JSONError(offset: offset, reason: reason) }

  private mutating func skipWhitespace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
  }

  /// Takes `byte` if it is the next one.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    offset += 1
    return true
  }

  /// A value, and the white space before it.
  private mutating func value() throws(JSONError) -> JSONValue {
    skipWhitespace()
    guard let byte = next else { throw wrong("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < JSONValue.depthMax else {
        throw wrong("it is nested deeper than \(JSONValue.depthMax) levels")
      }
      depth += 1
      offset += 1
      let value = byte == UInt8(ascii: "{") ? try object() : try array()
      depth -= 1
      return value
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default:
      for (word, value) in [
        ("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null),
      ]
      where bytes[offset...].starts(with: word.utf8) {
        offset += word.utf8.count
        return value
      }
      throw wrong("a value is expected")
    }
  }

  /// What follows the opening brace.
  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    skipWhitespace()
    if take("}") { return .object([]) }
    while true {
      skipWhitespace()
      guard next == UInt8(ascii: "\"") else { throw wrong("a member's name is expected") }
      let start = offset
      let name = try string()
      guard names.insert(name).inserted else {
        throw JSONError(offset: start, reason: "a member has the name of one before it")
      }
      skipWhitespace()
      guard take(":") else { throw wrong("a colon is expected") }
      members.append(JSONValue.Member(name, try value()))
      skipWhitespace()
      if take("}") { return .object(members) }
      guard take(",") else { throw wrong("a comma or a closing brace is expected") }
    }
  }

  /// What follows the opening bracket.
  private mutating func array() throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    skipWhitespace()
    if take("]") { return .array([]) }
    while true {
      elements.append(try value())
      skipWhitespace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw wrong("a comma or a closing bracket is expected") }
    }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = offset
    _ = take("-")
    if !take("0"), skipDigits() == 0 { throw wrong("a digit is expected") }
    if let byte = next, (0x30...0x39).contains(byte) {
      throw wrong("a number does not begin with a zero")
    }
    var isWhole = true
    if take(".") {
      isWhole = false
      if skipDigits() == 0 { throw wrong("a digit is expected") }
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      if skipDigits() == 0 { throw wrong("a digit is expected") }
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    // Minus zero is no whole number: it would be written back as zero.
    if isWhole, text != "-0", let whole = Int64(text) { return .integer(whole) }
    return .number(text)
  }

  /// Skips digits; returns how many there were.
  private mutating func skipDigits() -> Int {
    let start = offset
    while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
    return offset - start
  }

  /// A string with both of its quotes.
  private mutating func string() throws(JSONError) -> String {
    let start = offset
    offset += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw JSONError(offset: start, reason: "a string is not UTF-8")
        }
        offset += 1
        return string
      case UInt8(ascii: "\\"):
        offset += 1
        text += Array(String(try escaped()).utf8)
      case ..<0x20: throw wrong("a control character stands in a string without an escape")
      default:
        text.append(byte)
        offset += 1
      }
    }
    throw JSONError(offset: start, reason: "a string does not end")
  }

  /// The character that an escape stands for (RFC 8259 §7), its backslash having been taken.
  private mutating func escaped() throws(JSONError) -> Unicode.Scalar {
    let simple: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("\"", "\""), ("\\", "\\"), ("/", "/"), ("b", "\u{8}"), ("f", "\u{C}"), ("n", "\n"),
      ("r", "\r"), ("t", "\t"),
    ]
    for (letter, meaning) in simple where take(letter) { return meaning }
    guard take("u") else { throw wrong("there is no such escape") }
    let high = try hexadecimal()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xD800..<0xDC00).contains(high), take("\\"), take("u") else {
      throw wrong("an escape is half of a surrogate pair")
    }
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw wrong("an escape is half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw wrong("a hexadecimal digit is expected")
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}
