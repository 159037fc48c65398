internal import Platform
internal import XDSServer

/// One simulated Envoy: what it has, what it waits for, and its connection.
///
/// Belongs to a loop, which is the only one to touch it.
final class SimulatedEnvoy {
  /// How it behaves.
  enum Role {
    case honest
    /// Accepts everything until it is configured, and refuses every change afterwards.
    case refusing
    /// Reads nothing any more when it is told so.
    case stalling
  }

  /// Its connection.
  enum Phase {
    /// There is none.
    case absent
    /// The system connects.
    case connecting
    /// TLS shakes hands.
    case securing
    case open
  }

  /// How far it has come since it was started.
  ///
  /// An Envoy asks for listeners when all its clusters
  /// are warm, and is ready when its listeners are.
  enum Stage {
    case clusters
    case endpoints
    case listeners
    case routes
    case configured
  }

  /// What it has of a type.
  struct TypeState {
    /// The version that it has accepted last.
    var version: [UInt8] = []
    /// The nonce of the last response on this stream.
    var nonce: [UInt8] = []
    var holdings: Holdings
    /// What it has asked for by name; empty for clusters and listeners, of which it wants all.
    var names: NameList
    /// Whether it has asked for the type.
    var isSubscribed = false
    /// Whether it waits for an answer that must come even if it brings nothing new.
    var isAsked = false
    /// The content that it has refused last.
    var refused: UInt64?
  }

  let index: Int
  unowned let loop: LoadLoop
  let role: Role

  var phase = Phase.absent
  var socket: Socket?
  var connection: ClientConnection?
  var tls: TLSClientSession?
  /// Bytes that the socket has not taken.
  var unwritten: [UInt8] = []
  /// Counts the connections, so that events and timers of an earlier one are known.
  var generation: UInt32 = 0
  /// Connections that failed since the last response.
  var failedAttempts = 0
  var isUnread = false
  /// The server sends nothing more than what is in the socket.
  var isHungUp = false
  var isStalled = false

  var stage = Stage.clusters
  var types: [TypeState]
  /// When it was planned to start.
  var start = Moment(nanoseconds: 0)
  /// The calls on which the node was said, a bit each.
  var saidNode: UInt8 = 0
  /// Nonces of cluster responses that are accepted when the clusters are warm.
  var owedNonces: [[UInt8]] = []
  /// Since when it waits for endpoints or routes; nil if it does not.
  var waitsSince: Moment?
  var hasFetchTimer = false
  /// The newest change that has come to it, or that it need not see; -1 for none.
  var lastChange = -1
  /// Whether it comes back in a storm, and has not heard from the server yet.
  var isReturning = false
  /// Whether it has been configured before, maybe as a process that has left since.
  var wasConfigured = false
  /// When it was last sent something in a storm.
  var lastHeard = Moment(nanoseconds: 0)

  init(index: Int, role: Role, loop: LoadLoop) {
    self.index = index
    self.role = role
    self.loop = loop
    types = Self.newTypes(loop)
  }

  private static func newTypes(_ loop: LoadLoop) -> [TypeState] {
    Array(
      repeating: TypeState(holdings: loop.nothing, names: loop.noNames),
      count: ResourceType.allCases.count)
  }

  var isConfigured: Bool { stage == .configured }

  /// Whether a change is expected to reach it.
  var isAttentive: Bool { isConfigured && phase == .open && !isStalled }

  /// Forgets everything, as a process that is started again.
  func forget() {
    if isConfigured { loop.counters.configured -= 1 }
    stage = .clusters
    types = Self.newTypes(loop)
    waitsSince = nil
    owedNonces = []
  }
}
