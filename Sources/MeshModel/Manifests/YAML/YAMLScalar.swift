extension YAMLScalar {
  /// The value that the scalar means, as Kubernetes reads it (YAML 1.1 without dates and base 60).
  var resolved: YAMLNode.Content {
    switch tag {
    case nil: isPlain ? Self.resolvePlain(text) : .string(text)
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
      "tag:yaml.org,2002:null":
      Self.resolvePlain(text)
    default: .string(text)
    }
  }

  private static func resolvePlain(_ text: String) -> YAMLNode.Content {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return .bool(true)
    case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return .bool(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    default: break
    }
    // Most scalars are texts: the first byte tells, before anything is tried.
    guard let first = text.utf8.first,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") || first == UInt8(ascii: ".")
    else { return .string(text) }
    return number(text) ?? .string(text)
  }

  private static func number(_ text: String) -> YAMLNode.Content? {
    let plain = text.contains("_") ? text.filter { $0 != "_" } : text
    var digits = Substring(plain)
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits = digits.dropFirst() }
    if let magnitude = wholeNumber(digits) {
      guard let value = Int64((isNegative ? "-" : "") + String(magnitude)) else {
        return .number(isNegative ? -Double(magnitude) : Double(magnitude))
      }
      return .integer(value)
    }
    guard isDecimal(digits), let value = Double(plain) else { return nil }
    return .number(value)
  }

  private static func wholeNumber(_ digits: Substring) -> UInt64? {
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8), ("0O", 8)]
    where digits.hasPrefix(prefix) {
      return UInt64(digits.dropFirst(2), radix: radix)
    }
    let isOctal = digits.utf8.count > 1 && digits.utf8.first == UInt8(ascii: "0")
    return UInt64(digits, radix: isOctal ? 8 : 10)
  }

  /// `DIGITS[.DIGITS][e[±]DIGITS]`, with digits on at least one side of the point.
  private static func isDecimal(_ text: Substring) -> Bool {
    var rest = Array(text.utf8)[...]
    func dropDigits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    var count = dropDigits()
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      count += dropDigits()
    }
    guard count > 0 else { return false }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard dropDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
