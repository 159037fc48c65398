internal import Histogram

/// How long something took, many times: in microseconds, with three significant digits.
struct LatencyRecord: Sendable {
  private(set) var histogram: Histogram<UInt64>

  init() {
    histogram = Histogram(highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)
    histogram.autoResize = true
  }

  /// Records a time in nanoseconds; a negative one, which two clocks can make, is none.
  mutating func record(nanoseconds: Int64) {
    _ = histogram.record(UInt64(max(0, nanoseconds) / 1000))
  }

  mutating func add(_ other: LatencyRecord) { histogram.add(other.histogram) }

  var count: Int { Int(histogram.totalCount) }
}
