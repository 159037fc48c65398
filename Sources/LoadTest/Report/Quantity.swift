/// Numbers as people read them.
enum Quantity {
  /// With a comma after every third digit.
  static func count(_ count: Int) -> String {
    let digits = String(abs(count))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return count < 0 ? "-" + text : text
  }

  /// A time given in microseconds.
  static func time(_ microseconds: UInt64) -> String {
    switch microseconds {
    case ..<1000: "\(microseconds) µs"
    case ..<1_000_000: threeDigits(Double(microseconds) / 1000) + " ms"
    default: threeDigits(Double(microseconds) / 1_000_000) + " s"
    }
  }

  static func time(_ duration: Duration) -> String {
    time(UInt64(max(0, duration.nanoseconds / 1000)))
  }

  /// Bytes, by powers of 1000.
  static func bytes(_ bytes: Double) -> String {
    switch abs(bytes) {
    case ..<1000: "\(Int(bytes)) B"
    case ..<1e6: threeDigits(bytes / 1e3) + " kB"
    case ..<1e9: threeDigits(bytes / 1e6) + " MB"
    default: threeDigits(bytes / 1e9) + " GB"
    }
  }

  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

  /// A number with about three digits that count.
  static func threeDigits(_ value: Double) -> String {
    switch abs(value) {
    case 100...: decimals(value, 0)
    case 10...: decimals(value, 1)
    default: decimals(value, 2)
    }
  }

  /// A number with so many digits behind the point.
  static func decimals(_ value: Double, _ digits: Int) -> String {
    var factor = 1.0
    for _ in 0..<digits { factor *= 10 }
    let scaled = Int((abs(value) * factor).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return sign + count(scaled) }
    let fraction = String(scaled % Int(factor))
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(sign)\(count(scaled / Int(factor))).\(zeros)\(fraction)"
  }
}
