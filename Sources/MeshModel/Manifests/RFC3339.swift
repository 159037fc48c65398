/// Moments as Kubernetes writes them: `2026-11-25T18:00:00Z` (RFC 3339).
enum RFC3339 {
  /// The seconds since 1970 of a moment; nil when `text` is none.
  static func seconds(of text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20,
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), let year = number(bytes[0..<4]),
      let month = number(bytes[5..<7]), (1...12).contains(month),
      let day = number(bytes[8..<10]), (1...31).contains(day),
      let hour = number(bytes[11..<13]), hour < 24, let minute = number(bytes[14..<16]),
      minute < 60, let second = number(bytes[17..<19]), second <= 60,
      let offset = offset(bytes[19...])
    else { return nil }
    return days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
  }

  /// What stands after the seconds: perhaps a fraction, which is dropped, and the zone.
  private static func offset(_ rest: ArraySlice<UInt8>) -> Int64? {
    var rest = rest
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { isDigit($0) }
      guard !fraction.isEmpty else { return nil }
      rest = rest[fraction.endIndex...]
    }
    guard let first = rest.first else { return nil }
    if first | 0x20 == UInt8(ascii: "z") { return rest.count == 1 ? 0 : nil }
    guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-"), rest.count == 6,
      rest[rest.startIndex + 3] == UInt8(ascii: ":"),
      let hours = number(rest[rest.startIndex + 1..<rest.startIndex + 3]), hours < 24,
      let minutes = number(rest[rest.startIndex + 4..<rest.endIndex]), minutes < 60
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return first == UInt8(ascii: "-") ? -seconds : seconds
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.allSatisfy(isDigit) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The days from the first of 1970 to a date.
  ///
  /// Years begin with March here, so that the leap day is the last of its year (Howard Hinnant,
  /// "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
