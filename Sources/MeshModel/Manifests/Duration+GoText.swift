extension Duration {
  /// Reads a duration as Istio and `kubectl` do (Go's `time.ParseDuration`): numbers with units,
  /// `1h30m`, `2.5s`, or `0`; nil for anything else, and for negative ones.
  package init?(goText text: String) {
    var rest = Substring(text)
    if rest == "0" {
      self = .zero
      return
    }
    guard !rest.isEmpty else { return nil }
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest[digits.endIndex...]
      let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
      rest = rest[unit.endIndex...]
      guard digits != ".", let number = Double(digits),
        let unitSeconds = Self.unitSeconds[String(unit)]
      else { return nil }
      total += number * unitSeconds
    }
    // Envoy counts nanoseconds in 64 bits.
    guard total.isFinite, total < 9_223_372_036 else { return nil }
    let whole = total.rounded(.down)
    let nanoseconds = ((total - whole) * 1e9).rounded()
    self = .seconds(Int64(whole)) + .nanoseconds(Int64(nanoseconds))
  }

  private static let unitSeconds: [String: Double] = [
    "h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ns": 1e-9,
  ]
}
