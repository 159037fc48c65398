/// The health checks of one event loop; called on its thread only.
final class HealthService {
  private let loop: EventLoop<DiscoveryService>
  private var calls: [StreamID: Call] = [:]
  /// Whether there is a mesh to serve.
  private var isServing = false

  private struct Call {
    var check: HealthCheck
    /// Whether the last message has not left entirely: the next one must wait.
    var isSending = false
    var isFinished = false
  }

  /// The service of `loop`.
  init(loop: EventLoop<DiscoveryService>) { self.loop = loop }

  /// A call begins.
  func callStarted(_ method: HealthCheck.Method, on stream: StreamID) {
    calls[stream] = Call(check: HealthCheck(method))
  }

  /// Takes a message, if it belongs to a health check.
  func messageReceived(_ message: RawSpan, on stream: StreamID) {
    guard var call = calls[stream], !call.isFinished else { return }
    let action = call.check.requestReceived(message, isServing: isServing)
    act(on: action, of: &call, stream)
    calls[stream] = call
  }

  /// The client sends no more.
  ///
  /// A watch goes on. Without a request there is nothing to answer.
  func clientFinished(_ stream: StreamID) {
    guard var call = calls[stream], !call.isFinished, !call.check.isAsked else { return }
    act(
      on: .end(GRPCStatus(.invalidArgument, "A health check has one request, and none came.")),
      of: &call, stream)
    calls[stream] = call
  }

  /// A message has left.
  func messageSent(on stream: StreamID) {
    guard var call = calls[stream] else { return }
    call.isSending = false
    tell(&call, stream)
    calls[stream] = call
  }

  /// A call is over.
  func streamEnded(_ stream: StreamID) { calls[stream] = nil }

  /// There is a mesh to serve, from now on.
  func startServing() {
    guard !isServing else { return }
    isServing = true
    for stream in Array(calls.keys) {
      guard var call = calls[stream] else { continue }
      tell(&call, stream)
      calls[stream] = call
    }
  }

  private func tell(_ call: inout Call, _ stream: StreamID) {
    guard !call.isSending, !call.isFinished else { return }
    act(on: call.check.next(isServing: isServing), of: &call, stream)
  }

  private func act(on action: HealthCheck.Action, of call: inout Call, _ stream: StreamID) {
    switch action {
    case .wait: break
    case .send(let bytes):
      call.isSending = true
      loop.send(OutgoingMessage(header: bytes), on: stream)
    case .sendLast(let bytes):
      call.isFinished = true
      loop.send(OutgoingMessage(header: bytes), on: stream)
      loop.finish(stream, status: .ok)
    case .end(let status):
      call.isFinished = true
      loop.finish(stream, status: status)
    }
  }
}
