import Platform

@testable import XDSServer

/// A stream with its books, as an event loop keeps them, and the client as the test plays it.
///
/// What the server says is written as in ``Conversation``.
final class BookedStream {
  var now = Moment.now
  var ledger: LoopLedger
  let stream: ServedStream
  private(set) var revision: UInt64
  /// When the stream wants to be looked at again.
  private(set) var wakeUp: Moment?
  private var snapshot: Snapshot

  /// A client that has just connected, of a server with that snapshot.
  init(
    _ variant: ProtocolVariant = .stateOfTheWorld, isEnvoy: Bool = true, _ snapshot: Snapshot
  ) {
    let path = DiscoveryMethod.all.first { $0.scope == .aggregated && $0.variant == variant }?.path
    guard let method = DiscoveryMethod(path: path ?? "") else {
      preconditionFailure("no method for \(variant)")
    }
    ledger = LoopLedger()
    stream = ServedStream(
      id: StreamID(connection: ConnectionID(slot: 0, generation: 0), number: 1),
      peer: .anyLoopbackPort, identity: .unknown, method: method, answerBound: .seconds(2),
      orderBound: .seconds(15),
      now: now)
    stream.phase = .identified(
      ConnectedNode(ProxyNode(id: "envoy-1", kind: .plain)))
    stream.machine.asksForAllItIsGiven = isEnvoy
    self.snapshot = snapshot
    revision = snapshot.revision
    ledger.begin(revision, seenAt: now)
    ledger.connected()
    stream.take(snapshot, &ledger)
  }

  convenience init(
    _ variant: ProtocolVariant = .stateOfTheWorld, isEnvoy: Bool = true,
    cds: KeyValuePairs<String, String> = [:], eds: KeyValuePairs<String, String> = [:],
    lds: KeyValuePairs<String, String> = [:], rds: KeyValuePairs<String, String> = [:]
  ) {
    self.init(
      variant, isEnvoy: isEnvoy,
      Snapshot(
        revision: 1, clusters: table(cds), endpoints: table(eds), listeners: table(lds),
        routes: table(rds)))
  }

  /// The client sends a request for a type.
  @discardableResult
  func asks(
    _ type: ResourceType, _ names: [String] = [], has: [String: String] = [:],
    nonce: String = "", error: String? = nil
  ) -> [String] {
    says(
      StreamRequest(
        typeURL: type.typeURL, names: names,
        versionsBrought: has.isEmpty ? [:] : Conversation.versions(has), nonce: nonce,
        error: error.map { .init(code: 13, message: $0) }, nodeID: "envoy-1"))
  }

  /// The client sends a request.
  @discardableResult
  func says(_ request: StreamRequest) -> [String] {
    let bytes = request.encoded(stream.method.variant)
    if stream.machine.acknowledgementReceived(bytes.span.bytes, at: now) == nil {
      var request = request
      request.list = (try? WrittenList(ofRequest: bytes.span.bytes)) ?? nil
      _ = stream.machine.requestReceived(request, at: now)
    }
    return hears()
  }

  /// The mesh changes: the types that are named, to what is given.
  @discardableResult
  func publish(
    cds: KeyValuePairs<String, String>? = nil, eds: KeyValuePairs<String, String>? = nil,
    lds: KeyValuePairs<String, String>? = nil, rds: KeyValuePairs<String, String>? = nil
  ) -> [String] {
    publish(
      Snapshot(
        revision: revision + 1, clusters: cds.map(table) ?? snapshot.clusters,
        endpoints: eds.map(table) ?? snapshot.endpoints,
        listeners: lds.map(table) ?? snapshot.listeners,
        routes: rds.map(table) ?? snapshot.routes))
  }

  /// The mesh changes.
  @discardableResult
  func publish(_ new: Snapshot) -> [String] {
    snapshot = new
    revision = new.revision
    ledger.begin(revision, seenAt: now)
    stream.take(new, &ledger)
    return hears()
  }

  /// The mesh has changed, and the stream has taken it.
  func snapshotChanged(to new: Snapshot) {
    snapshot = new
    revision = new.revision
  }

  /// Time passes.
  @discardableResult
  func waits(_ duration: Duration) -> [String] {
    now += duration
    return hears()
  }

  /// How the client stands towards a revision.
  func state(_ revision: UInt64) -> AcknowledgementState { stream.account.state(at: revision) }

  /// What is counted for a revision.
  func record(_ revision: UInt64) -> PushRecord {
    ledger.record(of: revision) ?? PushRecord(revision: revision, seenAt: now)
  }

  /// Everything that the server says now, one message after the other, as a loop does it.
  var responses: [PlannedResponse] {
    var heard: [PlannedResponse] = []
    while true {
      ledger.now = now
      switch stream.machine.nextStep(from: snapshot, at: now) {
      case .respond(let response):
        heard.append(response)
        if response.isLast, stream.isSettled {
          wakeUp = nil
          return heard
        }
      case .rest(let until):
        let settledAt = stream.settle(at: now, &ledger)
        wakeUp = [until, settledAt].compactMap { $0 }.min()
        return heard
      }
    }
  }

  private func hears() -> [String] { responses.map(Conversation.text) }
}
