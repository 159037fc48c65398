/// Which of a stream's responses is meant: the first is 1.
///
/// Written in hexadecimal.
struct Nonce: Hashable, Sendable {
  /// The number; 0 before the first response.
  private(set) var number: UInt32 = 0

  /// The field `nonce` of both variants' responses, with its wire type: 5, length-delimited.
  private static let key: UInt8 = 0x2a

  /// The next one.
  ///
  /// - Precondition: the stream has not had four billion responses.
  mutating func advance() { number += 1 }

  /// How it is written.
  var text: String { String(number, radix: 16) }

  /// Whether that is how it is written: without leading zeros, in lower case.
  func isWritten(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { unsafe isWritten(RawSpan(_unsafeBytes: .init($0))) }
  }

  /// The same of bytes.
  func isWritten(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount == digitCount else { return false }
    var shift = digitCount * 4
    for index in 0..<bytes.byteCount {
      shift -= 4
      if unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) != digit(at: shift) {
        return false
      }
    }
    return true
  }

  /// The field that a response says it in.
  var field: ShortBytes {
    var field = ShortBytes()
    field.append(Self.key)
    field.append(UInt8(digitCount))
    for shift in stride(from: digitCount * 4 - 4, through: 0, by: -4) {
      field.append(digit(at: shift))
    }
    return field
  }

  private var digitCount: Int { max(1, (32 - number.leadingZeroBitCount + 3) / 4) }

  private func digit(at shift: Int) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: number >> UInt32(shift)) & 0xF
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
