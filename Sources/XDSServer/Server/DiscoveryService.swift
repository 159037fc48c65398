internal import Logging
internal import MeshModel
internal import Platform

internal import struct XDSProto.DeltaDiscoveryRequest
internal import struct XDSProto.DiscoveryRequest
internal import struct XDSProto.Node
internal import struct XDSProto.WireError

/// The xDS services of one event loop; called on its thread only.
final class DiscoveryService: GRPCService {
  /// Which does not keep its service, but hands itself to it.
  let loop: EventLoop<DiscoveryService>
  private let controlPlane: ControlPlane
  private let loopID: ControlPlane.LoopID
  let logger: Logger
  /// Whether the log is told of every message: asking the logger takes some hundred instructions.
  private let isTraced: Bool
  private let answerBound: Duration
  private let orderBound: Duration
  var admission: Admission
  /// Whether clients are being told to come back.
  var isCrowded = false
  private let health: HealthService
  // Used on the loop's thread, one call after the other: not checked for overlapping access.
  @safe @exclusivity(unchecked) private(set) var streams = StreamTable()
  /// What the streams are sent that are in the same state.
  private let updates = TableUpdates()
  @safe @exclusivity(unchecked) private var ledger = LoopLedger()
  /// The snapshot that streams were last handed, and the loop's own of it.
  private var lastDelivered: (original: Snapshot, own: Snapshot)?
  /// The streams that want to be asked again at some moment, and the earliest of these moments.
  @safe @exclusivity(unchecked) private var waiting: Set<StreamID> = []
  private var deadline: Moment?
  /// The streams that have been let in during this round of the loop.
  var entering: [StreamID: ConnectedNode] = [:]

  /// The service of `loop`.
  init(
    loop: EventLoop<DiscoveryService>, controlPlane: ControlPlane, answerBound: Duration,
    orderBound: Duration, admission: AdmissionLimits, logger: Logger
  ) {
    self.admission = Admission(admission)
    self.loop = loop
    self.controlPlane = controlPlane
    self.answerBound = answerBound
    self.orderBound = orderBound
    health = HealthService(loop: loop)
    self.logger = logger
    isTraced = logger.logLevel <= .trace
    let handle = loop.handle
    loopID = controlPlane.addLoop { batch in
      handle.submit { service in service.take(batch) }
    }
    // A mesh that came before the loop was added is not handed to it.
    if controlPlane.generator != nil { health.startServing() }
  }

  /// Takes the snapshots of some streams.
  private func take(_ batch: ControlPlane.Batch) {
    health.startServing()
    admission.startServing(now: loop.now)
    if let change = batch.change {
      updates.revisionChanged()
      ledger.begin(change.revision, seenAt: change.seenAt)
    }
    for delivery in batch.deliveries {
      let snapshot = own(delivery.snapshot)
      for id in delivery.streams {
        // It may have ended since.
        guard let stream = streams[id], stream.isIdentified else { continue }
        stream.take(snapshot, &ledger)
        sendWhatIsDue(on: stream)
        loop.sendIfMany(self)
      }
    }
    admitNext()
  }

  /// The loop's own of a snapshot: the same as the last time if it is the same snapshot.
  private func own(_ snapshot: Snapshot) -> Snapshot {
    if let lastDelivered, lastDelivered.original === snapshot { return lastDelivered.own }
    let own = Snapshot(forLoop: snapshot)
    lastDelivered = (snapshot, own)
    return own
  }
}

// MARK: Calls

extension DiscoveryService {
  func callStarted(_ call: GRPCCall, on stream: StreamID) -> CallDecision {
    if let method = HealthCheck.Method(rawValue: call.path) {
      health.callStarted(method, on: stream)
      return .accept
    }
    guard let method = DiscoveryMethod(path: call.path) else {
      return .refuse(
        GRPCStatus(
          .unimplemented,
          """
          This server has no method \(call.path.onOneLine); it serves the v3 discovery services, \
          such as \(DiscoveryMethod.all[0].path): configure Envoy with ads_config, api_type GRPC \
          or DELTA_GRPC, and transport_api_version V3.
          """))
    }
    streams.insert(
      ServedStream(
        id: stream, peer: call.peer, identity: call.identity, method: method,
        answerBound: answerBound, orderBound: orderBound, sharing: updates, now: loop.now))
    return .accept
  }

  func messageReceived(_ message: RawSpan, on id: StreamID) {
    guard let stream = streams[id] else {
      health.messageReceived(message, on: id)
      return
    }
    if case .finished = stream.phase { return }
    if let type = stream.machine.acknowledgementReceived(message, at: loop.now) {
      trace("\(stream.id) --> accepts \(type.shortName)")
      ledger.statistics[type].acceptances += 1
      sendWhatIsDue(on: stream)
      return
    }
    // Even one that is ignored may change what is wanted.
    stream.isAtRest = false
    let request: StreamRequest
    let node: Node?
    do throws(WireError) {
      (request, node) = try Self.read(message, of: stream.method)
    } catch {
      finish(
        stream,
        with: """
          The message of \(message.byteCount) bytes is not an \(stream.method.requestName): \
          \(error.reason.rawValue), at byte \(error.offset).
          """)
      return
    }
    let action = stream.machine.requestReceived(request, at: loop.now)
    trace("\(stream.id) --> \(request.description.onOneLine)")
    if case .opened = stream.phase, !identify(stream, as: node, action) { return }
    act(on: action, of: stream)
  }

  private func trace(_ sentence: @autoclosure () -> Logger.Message) {
    if isTraced { logger.trace(sentence()) }
  }

  private static func read(
    _ message: RawSpan, of method: DiscoveryMethod
  ) throws(WireError) -> (StreamRequest, Node?) {
    switch method.variant {
    case .stateOfTheWorld:
      let decoded = try DiscoveryRequest(protobuf: message)
      var request = StreamRequest(decoded)
      request.list = try WrittenList(ofRequest: message)
      return (request, decoded.node)
    case .delta:
      let request = try DeltaDiscoveryRequest(protobuf: message)
      return (StreamRequest(request), request.node)
    }
  }

  func clientFinished(_ id: StreamID) {
    guard let stream = streams[id] else {
      health.clientFinished(id)
      return
    }
    stream.phase = .finished
    loop.finish(id, status: .ok)
  }

  func messageSent(on id: StreamID) {
    guard let stream = streams[id] else {
      health.messageSent(on: id)
      return
    }
    stream.isSending = false
    if let revision = stream.sendingRevision {
      ledger.now = loop.now
      ledger.left(becauseOf: revision)
    }
    if stream.isAtRest { return }
    sendWhatIsDue(on: stream)
  }

  func streamEnded(_ id: StreamID, reason: StreamEndReason) {
    guard let stream = streams.remove(id) else {
      health.streamEnded(id)
      return
    }
    if streams.count == 0 {
      updates.removeAll()
      lastDelivered = nil
    }
    waiting.remove(id)
    admission.leave(id)
    admitNext()
    if entering.removeValue(forKey: id) == nil { controlPlane.disconnect(id, on: loopID) }
    if stream.isKnown { stream.account.end(&ledger) }
    logger.debug(
      """
      The stream of node \(stream.machine.nodeID?.onOneLine ?? "unknown") from \(stream.peer) has \
      ended: \(reason).
      """)
  }

  func deadlineReached(now: Moment) {
    deadline = nil
    for id in waiting {
      guard let stream = streams[id], let wakeUp = stream.wakeUp else {
        waiting.remove(id)
        continue
      }
      if wakeUp <= now { sendWhatIsDue(on: stream) } else { wake(stream, at: wakeUp) }
    }
    admitNext()
  }
}

// MARK: What a request leads to

extension DiscoveryService {
  /// Understands who the client is; says whether the stream goes on.
  private func identify(
    _ stream: ServedStream, as node: Node?, _ action: DiscoveryStream.OnRequest
  ) -> Bool {
    guard let node, !node.id.isEmpty else {
      // The machine has said so.
      act(on: action, of: stream)
      return false
    }
    do throws(NodeError) {
      let node = try ProxyNode(node)
      if let sentence = node.refusal(of: stream.identity) {
        finish(stream, .permissionDenied, with: sentence)
        return false
      }
      let connected = ConnectedNode(node)
      stream.phase = .identified(connected)
      stream.machine.asksForAllItIsGiven = node.kind != .grpc
      stream.isKnown = true
      ledger.connected()
      logger.info("Node \(node.id.onOneLine) has opened a stream from \(stream.peer).")
      return admit(stream, connected)
    } catch {
      finish(stream, with: error.description)
      return false
    }
  }

  private func act(on action: DiscoveryStream.OnRequest, of stream: ServedStream) {
    switch action {
    case .proceed: break
    case .accepted(let typeURL):
      if let type = ResourceType(typeURL: typeURL) { ledger.statistics[type].acceptances += 1 }
    case .refused(let refusal):
      if let type = ResourceType(typeURL: refusal.typeURL) {
        ledger.statistics[type].refusals += 1
      }
      report(refusal, of: stream)
    case .ignore: return
    case .reject(let error):
      finish(
        stream, error.isExhaustion ? .resourceExhausted : .invalidArgument,
        with: error.description)
      return
    }
    sendWhatIsDue(on: stream)
  }

  /// A NACK is worth a warning: something that we sent does not do what it should.
  private func report(_ refusal: Refusal, of stream: ServedStream) {
    let node = stream.machine.nodeID?.onOneLine ?? "unknown"
    let resources = refusal.resources.joined(separator: ", ").onOneLine
    let origins = refusal.origins.map(\.description).joined(separator: ", ").onOneLine
    logger.warning(
      """
      Node \(node) has refused version \(refusal.version) of \(refusal.typeURL.onOneLine)\
      \(resources.isEmpty ? "" : ", namely \(resources)")\
      \(origins.isEmpty ? "" : ", made from \(origins)")\
      : \(refusal.message.onOneLine) (code \(refusal.code)). It keeps what it had before.
      """)
  }

  /// Said once per stream; the status counts.
  private func reportSlow(_ stream: ServedStream) {
    stream.isReportedSlow = true
    let node = stream.machine.nodeID?.onOneLine ?? "unknown"
    logger.warning(
      """
      Node \(node) has not accepted clusters, listeners or routes within \(orderBound); the \
      change goes on without its answer, and requests through it may fail until it answers.
      """)
  }

  /// Ends a stream because of what the client sent.
  private func finish(
    _ stream: ServedStream, _ code: GRPCStatus.Code = .invalidArgument, with sentence: String
  ) {
    stream.phase = .finished
    let node = stream.machine.nodeID?.onOneLine ?? "unknown"
    logger.warning(
      "The stream of node \(node) from \(stream.peer) is ended. \(sentence.onOneLine)")
    loop.finish(stream.id, status: GRPCStatus(code, sentence))
  }
}

// MARK: Sending

extension DiscoveryService {
  /// Sends the next message, unless the last one has not left yet.
  private func sendWhatIsDue(on stream: ServedStream) {
    stream.isAtRest = false
    guard stream.isIdentified, let snapshot = stream.snapshot else { return }
    if !stream.isSending {
      switch stream.machine.nextStep(from: snapshot, at: loop.now) {
      case .respond(let response):
        // Nothing is acknowledged by being sent; the books are looked at when it has left.
        return send(response, on: stream)
      case .rest(let until): rest(stream, until: until)
      }
    }
    settle(stream)
  }

  private func send(_ response: PlannedResponse, on stream: ServedStream) {
    trace("\(stream.id) <-- \(response.description.onOneLine)")
    if stream.machine.answersMissed > stream.answersMissedCounted {
      ledger.statistics.answersMissed += 1
      stream.answersMissedCounted = stream.machine.answersMissed
      if !stream.isReportedSlow { reportSlow(stream) }
    }
    stream.isSending = true
    stream.isAtRest = response.isLast && !stream.isBeingAdmitted && stream.isSettled
    if stream.wakeUp != nil {
      stream.wakeUp = nil
      waiting.remove(stream.id)
    }
    let message = response.message
    stream.sendingRevision = nil
    if let type = response.type {
      stream.sendingRevision = stream.account.newestPending
      ledger.sent(
        response, of: type, becauseOf: stream.sendingRevision, byteCount: message.count)
    }
    loop.send(message, on: stream.id)
  }

  private func rest(_ stream: ServedStream, until: Moment?) {
    if let until {
      wake(stream, at: until)
    } else if stream.wakeUp != nil {
      waiting.remove(stream.id)
    }
    stream.wakeUp = until
    guard stream.isBeingAdmitted else { return }
    stream.isBeingAdmitted = false
    admission.leave(stream.id)
    admitNext()
  }

  private func wake(_ stream: ServedStream, at moment: Moment) {
    waiting.insert(stream.id)
    schedule(moment)
  }

  func schedule(_ moment: Moment) {
    guard deadline.map({ moment < $0 }) ?? true else { return }
    deadline = moment
    loop.setDeadline(moment)
  }
}

// MARK: Book-keeping

extension DiscoveryService {
  func roundEnded() {
    if !entering.isEmpty {
      controlPlane.connect(entering, on: loopID)
      entering = [:]
    }
    if ledger.statistics.admission != admission.counters {
      ledger.statistics.admission = admission.counters
    }
    if let news = ledger.news() { controlPlane.ledger.publish(news, of: loopID.index) }
  }

  /// Notes what a stream has acknowledged.
  private func settle(_ stream: ServedStream) {
    ledger.now = loop.now
    guard let moment = stream.settle(at: loop.now, &ledger), !stream.isSending else { return }
    let wakeUp = stream.wakeUp.map { min($0, moment) } ?? moment
    stream.wakeUp = wakeUp
    wake(stream, at: wakeUp)
  }
}
