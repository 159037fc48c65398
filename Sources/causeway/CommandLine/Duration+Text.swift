// Durations as people write and read them at a terminal.

extension Duration {
  /// Reads a duration as `kubectl` takes it: numbers with units, such as `30s`, `1m30s`, `1.5h` or
  /// `500ms`; or `0`.
  ///
  /// What is shorter than a millisecond is lost. The error is a sentence about `text`.
  init(parsing text: String) throws(UsageError) {
    let error = UsageError(
      "'\(text)' is not a duration: write a number and a unit (ms, s, m or h), for example 30s or "
        + "1m30s.")
    guard text != "0" else {
      self = .zero
      return
    }
    var rest = text[...]
    var milliseconds = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard number.first != ".", number.last != ".", let count = Double(number),
        let factor = Self.units[String(unit)]
      else { throw error }
      milliseconds += count * factor
    }
    guard !text.isEmpty, milliseconds <= Self.millisecondsMax else { throw error }
    self = .milliseconds(Int64(milliseconds))
  }

  /// In milliseconds.
  private static let units = ["ms": 1.0, "s": 1000, "m": 60_000, "h": 3_600_000]
  /// A hundred years: what is longer is a slip of the keyboard.
  private static let millisecondsMax = 100.0 * 365 * 24 * 3_600_000

  /// The duration as one would give it: `1m30s`, `500ms`; without what is below a millisecond.
  var text: String {
    let milliseconds = Int64(self / .milliseconds(1))
    guard milliseconds >= 1000 else { return "\(max(0, milliseconds))ms" }
    let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
    let (seconds, rest) = (milliseconds / 1000 % 60, milliseconds % 1000)
    var text = ""
    if hours > 0 { text += "\(hours)h" }
    if minutes > 0 { text += "\(minutes)m" }
    if seconds > 0 { text += "\(seconds)s" }
    if rest > 0 { text += "\(rest)ms" }
    return text
  }

  /// The duration as an age, as `kubectl` shows it.
  ///
  /// Two units at most, the finer one only while it says something. Less than nothing, which two
  /// clocks can make, is `0s`.
  var age: String {
    let seconds = max(0, Int64(self / .seconds(1)))
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    if seconds < 120 { return "\(seconds)s" }
    if minutes < 10 { return "\(minutes)m" + Self.rest(seconds % 60, "s") }
    if minutes < 180 { return "\(minutes)m" }
    if hours < 8 { return "\(hours)h" + Self.rest(minutes % 60, "m") }
    if hours < 48 { return "\(hours)h" }
    if days < 8 { return "\(days)d" + Self.rest(hours % 24, "h") }
    return "\(days)d"
  }

  private static func rest(_ count: Int64, _ unit: String) -> String {
    count > 0 ? "\(count)\(unit)" : ""
  }
}
