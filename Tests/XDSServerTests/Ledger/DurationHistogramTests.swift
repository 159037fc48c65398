import Testing

@testable import XDSServer

@Suite("A histogram of durations")
struct DurationHistogramTests {
  @Test("A duration goes into the first bucket whose bound it does not exceed")
  func buckets() {
    let bounds = DurationHistogram.bounds
    #expect(bounds.first == .milliseconds(1) && bounds.last == .milliseconds(65_536))
    var durations: [Duration] = [.zero, .nanoseconds(1), .seconds(100), .seconds(1_000_000)]
    for bound in bounds { durations += [bound, bound - .nanoseconds(1), bound + .nanoseconds(1)] }
    for duration in durations {
      var histogram = DurationHistogram()
      histogram.record(duration)
      let bucket = bounds.firstIndex { duration <= $0 } ?? bounds.count
      #expect(histogram.buckets[bucket] == 1, "\(duration)")
      #expect(histogram.count == 1 && histogram.sum == duration)
    }
  }

  @Test("A sum has what both have")
  func sum() {
    var one = DurationHistogram()
    one.record(.milliseconds(3))
    var other = DurationHistogram()
    other.record(.milliseconds(3))
    other.record(.seconds(100))
    one.add(other)
    #expect(one.buckets[2] == 2 && one.buckets.last == 1 && one.count == 3)
    #expect(one.sum == .milliseconds(100_006))
  }
}
