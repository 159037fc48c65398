import Platform

internal import struct XDSProto.DeltaDiscoveryRequest
internal import struct XDSProto.DiscoveryRequest
internal import struct XDSProto.WireError

@testable import XDSServer

/// The discovery services on one connection, without a loop; it watches what it is told.
final class FuzzedService: GRPCService {
  /// What it was told and should not have been.
  private(set) var problem: String?
  /// The calls under way.
  private(set) var streams: [StreamID: ServedStream] = [:]
  /// What the clients are brought up to.
  var snapshot = Snapshot(revision: 0)
  var now = Moment.now
  private unowned let connection: GRPCConnection

  init(_ connection: GRPCConnection) { self.connection = connection }

  func callStarted(_ call: GRPCCall, on stream: StreamID) -> CallDecision {
    if streams[stream] != nil { fail("\(stream) begins twice") }
    guard let method = DiscoveryMethod(path: call.path) else {
      return .refuse(GRPCStatus(.unimplemented, "No \(call.path.onOneLine)."))
    }
    streams[stream] = ServedStream(
      id: stream, peer: call.peer, identity: call.identity, method: method,
      answerBound: .seconds(2), orderBound: .seconds(15), now: now)
    return .accept
  }

  func messageReceived(_ message: RawSpan, on id: StreamID) {
    guard let stream = streams[id] else { return fail("A message on \(id), which is no call") }
    if case .finished = stream.phase { return }
    if stream.machine.acknowledgementReceived(message, at: now) != nil { return send(on: stream) }
    var request: StreamRequest
    do throws(WireError) {
      switch stream.method.variant {
      case .stateOfTheWorld:
        let decoded = try DiscoveryRequest(protobuf: message)
        if let node = decoded.node { identify(stream, try? ProxyNode(node)) }
        request = StreamRequest(decoded)
        request.list = try WrittenList(ofRequest: message)
      case .delta:
        let message = try DeltaDiscoveryRequest(protobuf: message)
        if let node = message.node { identify(stream, try? ProxyNode(node)) }
        request = StreamRequest(message)
      }
    } catch {
      return finish(stream, "The message is not a request: \(error.reason.rawValue)")
    }
    if case .reject(let error) = stream.machine.requestReceived(request, at: now) {
      return finish(stream, error.description)
    }
    guard stream.node != nil else { return finish(stream, "The node cannot be understood.") }
    send(on: stream)
  }

  func clientFinished(_ id: StreamID) {
    guard let stream = streams[id] else { return fail("The end of \(id), which is no call") }
    stream.phase = .finished
    connection.finish(id.number, status: .ok)
  }

  func messageSent(on id: StreamID) {
    guard let stream = streams[id] else { return fail("Sent on \(id), which is no call") }
    guard stream.isSending else { return fail("Sent on \(id), which sends nothing") }
    stream.isSending = false
    send(on: stream)
  }

  func streamEnded(_ id: StreamID, reason: StreamEndReason) {
    if streams.removeValue(forKey: id) == nil { fail("\(id) ends, which is no call") }
  }

  /// Tells every client what is new.
  func push() {
    for stream in streams.values.sorted(by: { $0.id.number < $1.id.number }) { send(on: stream) }
  }

  private func identify(_ stream: ServedStream, _ node: ProxyNode?) {
    if let node, case .opened = stream.phase { stream.phase = .identified(ConnectedNode(node)) }
  }

  private func finish(_ stream: ServedStream, _ sentence: String) {
    stream.phase = .finished
    connection.finish(stream.id.number, status: GRPCStatus(.invalidArgument, sentence))
  }

  private func send(on stream: ServedStream) {
    guard !stream.isSending, stream.node != nil else { return }
    guard case .respond(let response) = stream.machine.nextStep(from: snapshot, at: now) else {
      return
    }
    stream.isSending = true
    connection.send(response.message, on: stream.id.number)
  }

  private func fail(_ text: String) { problem = problem ?? text }
}
