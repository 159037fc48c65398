internal import Platform

/// When a connection must be looked at, and what is to be done then.
///
/// Without a clock: it is told the time.
///
///     handshake ──SETTINGS──▶ open ──shutdown, age──▶ announcing ──▶ draining
///         └──────────────────────┴──over, idle──▶ lingering ◀────────────┘
struct ConnectionTimers {
  typealias Instant = Moment

  /// What is to be done.
  enum Action: Hashable {
    case none
    case sendPing
    /// The peer has not said that it speaks HTTP/2.
    case endSilent
    /// The peer has sent nothing since the last PING.
    case endDead
    /// There has been no call for a long time.
    case endIdle
    /// The connection has been open for as long as it may.
    case endAged
    /// The peer has had its time to learn of the shutdown.
    case finishShutdownNotice
    /// The peer has had its time to read the last bytes.
    case close
  }

  private enum Phase {
    case handshake(until: Instant)
    case open
    case announcing(until: Instant)
    case draining(until: Instant)
    case lingering(until: Instant)
  }

  /// How long the peer may take to close, once everything has been said.
  static let lingerTime = Duration.seconds(1)
  /// How long the peer may take to answer the PING that goes with the announcement of a shutdown.
  static let announcementTime = Duration.seconds(1)

  /// How long the calls may take to end after that.
  static let drainTime = Duration.seconds(30)
  /// By which parts of the maximum age connections differ, so that those that came together do not
  /// go together: as gRPC's servers do it (gRFC A9: ±10 %), and more.
  static let ageSpread = 0.75...1.25

  /// Whether anything came, or anything was taken, since the last PING.
  private var hasHeard = false
  /// Whether a PING is under way.
  private var isProbing = false
  private var nextPing: Instant
  private var idleSince: Instant?
  private var phase: Phase
  /// When the connection is too old.
  private let agedAt: Instant?
  private let idleTimeout: Duration
  private let pingInterval: Duration

  /// A new connection's; it may be `ageFactor` times as old as the configuration says.
  init(
    _ configuration: TransportConfiguration, now: Instant,
    ageFactor: Double = .random(in: ConnectionTimers.ageSpread)
  ) {
    pingInterval = configuration.pingInterval
    idleTimeout = configuration.idleTimeout
    phase = .handshake(until: now + configuration.handshakeTimeout)
    nextPing = now + pingInterval
    idleSince = now
    agedAt = configuration.connectionAgeMax.map { now + $0 * ageFactor }
  }

  /// When `due` has something to say, unless something happens before; nil for never.
  var deadline: Instant? {
    switch phase {
    case .handshake(let until), .announcing(let until), .draining(let until),
      .lingering(let until):
      until
    case .open:
      min(nextPing, idleSince.map { $0 + idleTimeout } ?? nextPing, agedAt ?? nextPing)
    }
  }

  /// The peer sent something, or its socket took something that it had not taken before.
  mutating func heard() { hasHeard = true }

  mutating func settingsReceived(now: Instant) {
    guard case .handshake = phase else { return }
    phase = .open
    nextPing = now + pingInterval
  }

  mutating func streamsChanged(hasStreams: Bool, now: Instant) {
    if hasStreams {
      idleSince = nil
    } else if idleSince == nil {
      idleSince = now
    }
  }

  mutating func shutdownAnnounced(now: Instant) {
    phase = .announcing(until: now + Self.announcementTime)
  }

  mutating func lingering(now: Instant) { phase = .lingering(until: now + Self.lingerTime) }

  /// What is to be done now.
  mutating func due(now: Instant) -> Action {
    guard let deadline, deadline <= now else { return .none }
    switch phase {
    case .handshake: return .endSilent
    case .announcing:
      phase = .draining(until: now + Self.drainTime)
      return .finishShutdownNotice
    case .draining, .lingering: return .close
    case .open:
      if let idleSince, idleSince + idleTimeout <= now {
        // Whether or not it reads that it is to go: what it has not read before that may be in the
        // way.
        lingering(now: now)
        return .endIdle
      }
      if let agedAt, agedAt <= now {
        shutdownAnnounced(now: now)
        return .endAged
      }
      if isProbing, !hasHeard { return .endDead }
      isProbing = true
      hasHeard = false
      nextPing = now + pingInterval
      return .sendPing
    }
  }
}
