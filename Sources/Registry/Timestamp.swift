internal import Glibc

/// A moment, to the second.
struct Timestamp: Hashable {
  /// Seconds since 1970.
  var seconds: Int

  /// The moment that is now.
  static var now: Timestamp { Timestamp(seconds: time(nil)) }
}

extension Timestamp: CustomStringConvertible {
  /// As Kubernetes writes it (RFC 3339): `2026-11-25T18:00:00Z`.
  var description: String {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let (year, month, day) = Self.date(ofDay: days)
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map(padded).joined(separator: ":")
    return "\(year)-\(padded(month))-\(padded(day))T\(clock)Z"
  }

  /// The date of a day, counted from the first of 1970.
  ///
  /// Years begin with March here, so that the leap day is the last of its year (Howard Hinnant,
  /// "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
