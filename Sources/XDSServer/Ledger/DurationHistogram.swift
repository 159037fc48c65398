internal import Platform

/// How often something took how long: buckets that double from 1 ms to 65.5 s.
public struct DurationHistogram: Sendable {
  private static let bucketCount = 17
  /// The last one is for what is above all bounds.
  private var counts = InlineArray<18, UInt64>(repeating: 0)
  /// All durations together.
  public private(set) var sum = Duration.zero

  /// Nothing has happened.
  public init() {}

  /// The upper bounds of the buckets, each included; above the last one there is one bucket more.
  public static let bounds: [Duration] = (0..<bucketCount).map { .milliseconds(1 << $0) }

  /// How many durations each bucket has got, the one above all bounds last.
  public var buckets: [UInt64] { counts.indices.map { counts[$0] } }

  /// How many durations there were.
  public var count: UInt64 { buckets.reduce(0, +) }

  /// Counts a duration, exact to the nanosecond.
  mutating func record(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    record(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  /// Counts the time between two moments.
  mutating func record(from begin: Moment, to end: Moment) {
    record(nanoseconds: begin.nanoseconds(to: end))
  }

  private mutating func record(nanoseconds: Int64) {
    // A bucket has what is at most 2ⁿ ms.
    let above = UInt64(clamping: (nanoseconds - 1) / 1_000_000)
    let bucket = UInt64.bitWidth - above.leadingZeroBitCount
    counts[min(bucket, Self.bucketCount)] += 1
    sum += .nanoseconds(nanoseconds)
  }

  /// Adds what another one has counted.
  mutating func add(_ other: DurationHistogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    sum += other.sum
  }
}
