/// A metric with its samples, in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
struct MetricFamily: Hashable, Sendable {
  /// What may happen to the values.
  enum Kind: String, Hashable, Sendable {
    /// They grow, until the process starts again.
    case counter
    /// They go up and down.
    case gauge
    /// They count observations by size.
    case histogram
  }

  /// One value, and what it is of.
  struct Sample: Hashable, Sendable {
    /// What follows the name of the family: `_bucket`, `_sum` and `_count` in a histogram.
    var suffix = ""
    /// The names of labels, and their values.
    var labels: Labels = [:]
    var value: Double
  }

  /// Labels in the order in which they are written.
  struct Labels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    let names: [String]
    private let values: [String]

    init(dictionaryLiteral elements: (String, String)...) {
      names = elements.map(\.0)
      values = elements.map(\.1)
    }

    /// As they stand behind a name; nothing when there are none.
    var text: String {
      let pairs = zip(names, values).map { "\($0)=\"\(MetricFamily.escaped($1, quotes: true))\"" }
      return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }
  }

  /// The name: of the form `causeway_what_unit`, counters with `_total` at the end.
  let name: String
  let kind: Kind
  /// What it means, in a sentence.
  let help: String
  let samples: [Sample]

  /// A metric of one value.
  init(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    self.init(name, kind, help, samples: [Sample(value: value)])
  }

  /// A metric of one count.
  init(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
    self.init(name, kind, help, Double(value))
  }

  /// A metric of those samples.
  init(_ name: String, _ kind: Kind, _ help: String, samples: [Sample]) {
    self.name = name
    self.kind = kind
    self.help = help
    self.samples = samples
  }

  /// The lines, a newline at the end of each.
  var text: String {
    var text = "# HELP \(name) \(Self.escaped(help, quotes: false))\n"
    text += "# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      text += "\(name)\(sample.suffix)\(sample.labels.text) \(Self.text(of: sample.value))\n"
    }
    return text
  }

  /// A number as Go's `strconv.ParseFloat` reads it; whole ones without a fraction.
  private static func text(of value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value.isNaN { return "NaN" }
    return Int64(exactly: value).map { String($0) } ?? "\(value)"
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
