internal import Platform

/// How many clients that have just come are brought up to date at a time.
public struct AdmissionLimits: Hashable, Sendable {
  /// The clients of one event loop that are being brought up to date at a time.
  public var placesMax = 64
  /// How long one of them keeps the next one waiting: a client that reads slowly holds up nobody.
  public var placeTime = Duration.seconds(1)
  /// The clients of one event loop that may wait; one more is told to come back later.
  public var lineMax = 20_000
  /// How long a client may wait, once there is something to serve, before it is told to come back
  /// later.
  public var patience = Duration.seconds(60)

  /// The defaults.
  public init() {}
}

/// Which of the streams that have just come are brought up to date now, and which wait.
///
/// After a restart thousands of clients return at once. What costs is making their views, in one
/// queue that changes of the mesh go through as well, and the output that waits for their sockets.
/// Without a clock: it is told the time.
struct Admission {
  typealias Instant = Moment

  /// What becomes of a stream that has just come.
  enum Answer: Hashable {
    case enters
    /// ``next(now:)`` gives it when it is its turn.
    case waits
    case isRefused
  }

  private struct Waiting {
    let stream: StreamID
    let since: Instant
  }

  private let limits: AdmissionLimits
  /// The streams that are being brought up to date, and since when.
  private var places: [StreamID: Instant] = [:]
  /// The streams that wait, and some that have gone meanwhile: the latter are not in `waiting`.
  private var line: [Waiting] = []
  private var head = 0
  private var waiting: Set<StreamID> = []
  /// Since when there is something to serve: before, everybody waits, and it is nobody's fault.
  private var servingSince: Instant?
  private(set) var counters = AdmissionCounters()

  init(_ limits: AdmissionLimits) { self.limits = limits }

  /// There is something to serve, from now on.
  mutating func startServing(now: Instant) { servingSince = servingSince ?? now }

  /// A stream has come.
  mutating func ask(_ stream: StreamID, now: Instant) -> Answer {
    if waiting.isEmpty, places.count < limits.placesMax {
      enter(stream, now)
      return .enters
    }
    guard waiting.count < limits.lineMax else {
      counters.refused += 1
      return .isRefused
    }
    if line.count - head >= 2 * limits.lineMax { forgetGone() }
    waiting.insert(stream)
    line.append(Waiting(stream: stream, since: now))
    counters.waited += 1
    return .waits
  }

  /// A stream is up to date, or has gone.
  mutating func leave(_ stream: StreamID) {
    places[stream] = nil
    waiting.remove(stream)
  }

  /// The next stream whose turn it is.
  mutating func next(now: Instant) -> StreamID? {
    skipGone()
    guard head < line.count else { return nil }
    if places.count >= limits.placesMax, let servingSince {
      let since = now - limits.placeTime
      if servingSince <= since { places = places.filter { $0.value > since } }
    }
    guard places.count < limits.placesMax else { return nil }
    let stream = line[head].stream
    removeFirst()
    enter(stream, now)
    return stream
  }

  /// The next stream that has waited for too long.
  mutating func nextOverdue(now: Instant) -> StreamID? {
    skipGone()
    guard let deadline = lineDeadline, deadline <= now else { return nil }
    let stream = line[head].stream
    removeFirst()
    counters.refused += 1
    return stream
  }

  /// Whether there is anybody in line.
  var isAnyoneWaiting: Bool { !waiting.isEmpty }

  /// When `next` or `nextOverdue` may give a stream though none has left; nil for never.
  ///
  /// - Complexity: O(*n*) in the number of places.
  var deadline: Instant? {
    guard !waiting.isEmpty, let servingSince, let lineDeadline else { return nil }
    guard let first = places.values.min() else { return lineDeadline }
    return min(lineDeadline, max(first, servingSince) + limits.placeTime)
  }

  /// When the first of the line has waited for too long.
  private var lineDeadline: Instant? {
    guard let servingSince, head < line.count else { return nil }
    return max(line[head].since, servingSince) + limits.patience
  }

  private mutating func enter(_ stream: StreamID, _ now: Instant) {
    places[stream] = now
    counters.admitted += 1
  }

  private mutating func removeFirst() {
    waiting.remove(line[head].stream)
    head += 1
    // Seldom enough that taking streams out costs the same however long the line is.
    if head > 1024, head > line.count / 2 {
      line.removeFirst(head)
      head = 0
    }
  }

  private mutating func skipGone() {
    while head < line.count, !waiting.contains(line[head].stream) { removeFirst() }
    guard head == line.count else { return }
    line = []
    head = 0
  }

  private mutating func forgetGone() {
    line = line[head...].filter { waiting.contains($0.stream) }
    head = 0
  }
}
