internal import Platform

/// The changes that a loop's clients are to see: when they were planned, and to how many they have
/// come.
struct ChangeBook {
  /// To how many a change has come.
  struct Progress: Sendable {
    /// The clients that it is to come to.
    var expected: Int
    /// The clients that it has come to.
    var arrived = 0

    var isComplete: Bool { arrived >= expected }
  }

  /// A change that has not been closed.
  private struct Open {
    /// The moment at which it was planned.
    var planned: Moment
    var latencies = LatencyRecord()
  }

  /// Of the changes that have not been closed, by number, counted from 0.
  ///
  /// Apart from their latencies, as these are told to others all the time, and those are large.
  private(set) var progress: [Int: Progress] = [:]
  private var open: [Int: Open] = [:]
  /// The newest change that was begun; -1 before the first.
  private(set) var current = -1
  /// The texts by which changes are known, by number; empty where they are known by any news.
  private var markers: [Int: [UInt8]] = [:]
  private let recognition: LoadPlan.Recognition?

  init(_ recognition: LoadPlan.Recognition?) { self.recognition = recognition }

  /// Whether changes are known by what is in the bytes.
  var isMarked: Bool { if case .marker? = recognition { true } else { false } }

  /// Begins to expect a change.
  mutating func begin(_ number: Int, planned: Moment, expected: Int) {
    current = number
    open[number] = Open(planned: planned)
    progress[number] = Progress(expected: expected)
    if case .marker(let text)? = recognition {
      markers[number] = Array(text.replacing("{n}", with: String(number + 1)).utf8)
    }
  }

  /// The newest change that is due; what is new before that is still of the one before.
  func newest(at now: Moment) -> Int {
    open[current].map { $0.planned <= now } ?? true ? current : current - 1
  }

  /// Ends a change; those that it has not come to in its time are recorded as if it did just now.
  ///
  /// - Parameters:
  ///   - number: the change.
  ///   - hadItsTime: whether it is the server's fault that it has not come to all.
  ///   - now: the present.
  /// - Returns: what is known of it; nil if it was closed before.
  mutating func close(
    _ number: Int, hadItsTime: Bool, now: Moment
  ) -> (Progress, LatencyRecord)? {
    markers[number] = nil
    guard var change = open.removeValue(forKey: number),
      var progress = progress.removeValue(forKey: number)
    else { return nil }
    if !hadItsTime { progress.expected = min(progress.expected, progress.arrived) }
    for _ in 0..<max(0, progress.expected - progress.arrived) {
      change.latencies.record(nanoseconds: change.planned.nanoseconds(to: now))
    }
    return (progress, change.latencies)
  }

  /// A change has come to a client; false if it was closed before.
  mutating func arrived(_ number: Int, now: Moment) -> Bool {
    guard let planned = open[number]?.planned else { return false }
    progress[number]?.arrived += 1
    open[number]?.latencies.record(nanoseconds: planned.nanoseconds(to: now))
    return true
  }

  /// A client that was to see the changes after `last` does not come to see them.
  mutating func left(after last: Int) {
    for number in progress.keys where number > last { progress[number]?.expected -= 1 }
  }

  /// The newest change whose marker is in the bytes.
  func newestMarked(_ bytes: RawSpan) -> Int? {
    guard !markers.isEmpty else { return nil }
    return unsafe bytes.withUnsafeBytes { bytes in
      markers.keys.sorted(by: >).first { number in
        guard let marker = markers[number] else { return false }
        return unsafe Self.contains(bytes, marker)
      }
    }
  }

  /// Whether a marker is there, and not as the beginning of a longer number: `v1` is not in `v10`.
  private static func contains(_ bytes: UnsafeRawBufferPointer, _ marker: [UInt8]) -> Bool {
    guard let first = marker.first, let last = marker.last, bytes.count >= marker.count else {
      return false
    }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    for start in 0...(bytes.count - marker.count) where unsafe bytes[start] == first {
      let end = start + marker.count
      guard unsafe bytes[start..<end].elementsEqual(marker) else { continue }
      if digits.contains(last), end < bytes.count, unsafe digits.contains(bytes[end]) { continue }
      if digits.contains(first), start > 0, unsafe digits.contains(bytes[start - 1]) { continue }
      return true
    }
    return false
  }
}
