internal import Histogram

/// How long something took, many times.
public struct LatencySummary: Hashable, Sendable {
  /// A bar of a histogram.
  public struct Bar: Hashable, Sendable {
    /// The longest time in it, in microseconds.
    public var upTo: UInt64
    /// How many there were.
    public var count: Int
  }

  /// How many were measured.
  public var count: Int
  /// The mean, in microseconds, as everything here.
  public var mean: Double
  /// What half of them took at most.
  public var p50: UInt64
  /// What 90 of 100 took at most.
  public var p90: UInt64
  /// What 99 of 100 took at most.
  public var p99: UInt64
  /// What 999 of 1000 took at most.
  public var p999: UInt64
  /// The longest.
  public var max: UInt64
  /// A histogram, from the shortest to the longest, all bars equally wide.
  public var bars: [Bar]

  init(_ record: LatencyRecord) {
    let histogram = record.histogram
    count = record.count
    guard record.count > 0 else {
      mean = 0
      (p50, p90, p99, p999, max) = (0, 0, 0, 0, 0)
      bars = []
      return
    }
    mean = histogram.mean
    max = histogram.max
    func at(_ percentile: Double) -> UInt64 {
      Swift.min(histogram.valueAtPercentile(percentile), histogram.max)
    }
    (p50, p90, p99, p999) = (at(50), at(90), at(99), at(99.9))
    bars = Self.bars(histogram)
  }

  /// At most twenty-one bars between the shortest and the longest, as wide as can be read.
  private static func bars(_ histogram: Histogram<UInt64>) -> [Bar] {
    let shortest = Swift.min(histogram.min, histogram.max)
    // What differs by less than a hundredth looks the same on an axis.
    let width = nice(Swift.max((histogram.max - shortest) / 20, histogram.max / 100, 1))
    let begin = shortest / width * width
    var bars: [Bar] = []
    for value in histogram.recordedValues() {
      let index = Int((Swift.max(begin, Swift.min(value.value, histogram.max)) - begin) / width)
      while bars.count <= index {
        bars.append(Bar(upTo: begin + UInt64(bars.count + 1) * width, count: 0))
      }
      bars[index].count += Int(value.count)
    }
    return bars
  }

  /// The next number that is 1, 2 or 5 times a power of ten.
  private static func nice(_ width: UInt64) -> UInt64 {
    var scale: UInt64 = 1
    while 5 * scale < width { scale *= 10 }
    return [1, 2, 5].map { $0 * scale }.first { $0 >= width } ?? width
  }
}
