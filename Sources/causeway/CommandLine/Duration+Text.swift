internal import MeshModel

// Durations as people write and read them at a terminal.

extension Duration {
  /// Reads a duration as `kubectl` takes it: numbers with units, such as `30s`, `1m30s`, `1.5h` or
  /// `500ms`; or `0`.
  ///
  /// What is shorter than a millisecond is lost. The error is a sentence about `text`.
  init(parsing text: String) throws(UsageError) {
    guard let duration = Duration(goText: text), duration <= Self.longest else {
      throw UsageError(
        "'\(text)' is not a duration: write a number and a unit (ms, s, m or h), for example 30s "
          + "or 1m30s.")
    }
    let (seconds, attoseconds) = duration.components
    self = .milliseconds(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }

  /// A hundred years: what is longer is a slip of the keyboard.
  private static let longest = Duration.seconds(100 * 365 * 24 * 3600)

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
