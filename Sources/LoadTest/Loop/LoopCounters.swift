internal import Platform
internal import XDSServer

/// What a loop has counted.
struct LoopCounters: Sendable {
  /// Connections that were begun.
  var attempts = 0
  /// Connections over which requests are sent at present.
  var connected = 0
  /// Clients that have everything they asked for at their start.
  var configured = 0
  /// Clients whose connection the server has spoken on, ever.
  var everEstablished = 0
  /// The responses of types that are asked for.
  var responses = [Int](repeating: 0, count: ResourceType.allCases.count)
  /// Those of other types.
  var responsesOfOtherTypes = 0
  /// Those that bring what the client has, and has not asked for again.
  var superfluous = 0
  var resources = 0
  /// The resources in them that the client had already.
  var repeatedResources = 0
  var bytesReceived = 0
  var bytesSent = 0
  var acknowledgements = 0
  var refusals = 0
  /// Clients that read nothing any more.
  var stalled = 0
  var reconnects = 0
  /// Clients that left, to come back as new ones.
  var departures = 0
  /// Clients that have answered the PING of a storm.
  var returned = 0
  /// When the last response of any client came.
  var lastResponse = Moment(nanoseconds: 0)
  /// What went wrong, by kind, with what a server said to the first of them.
  var failures: [String: Failures] = [:]

  struct Failures: Sendable {
    var count = 0
    var detail: String?
  }

  var responseCount: Int { responses.reduce(0, +) + responsesOfOtherTypes }

  mutating func count(_ failure: ConnectionFailure) {
    failures[failure.kind, default: Failures()].count += 1
    if failures[failure.kind]?.detail == nil { failures[failure.kind]?.detail = failure.detail }
  }

  static func + (one: LoopCounters, other: LoopCounters) -> LoopCounters {
    var sum = one
    sum.attempts += other.attempts
    sum.connected += other.connected
    sum.configured += other.configured
    sum.everEstablished += other.everEstablished
    for index in sum.responses.indices { sum.responses[index] += other.responses[index] }
    sum.responsesOfOtherTypes += other.responsesOfOtherTypes
    sum.superfluous += other.superfluous
    sum.resources += other.resources
    sum.repeatedResources += other.repeatedResources
    sum.bytesReceived += other.bytesReceived
    sum.bytesSent += other.bytesSent
    sum.acknowledgements += other.acknowledgements
    sum.refusals += other.refusals
    sum.stalled += other.stalled
    sum.reconnects += other.reconnects
    sum.departures += other.departures
    sum.returned += other.returned
    sum.lastResponse = max(sum.lastResponse, other.lastResponse)
    sum.failures.merge(other.failures) {
      Failures(count: $0.count + $1.count, detail: $0.detail ?? $1.detail)
    }
    return sum
  }
}
