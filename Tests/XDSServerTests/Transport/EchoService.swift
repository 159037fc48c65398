import Platform

@testable import XDSServer

/// Answers each message with the same bytes, and ends the call when the client does.
///
/// Messages that come while one is on its way wait in line.
final class EchoService: GRPCService {
  private unowned let loop: EventLoop<EchoService>
  private var waiting: [StreamID: [[UInt8]]] = [:]
  private var finished: Set<StreamID> = []
  private(set) var deadlinesReached = 0
  /// Called when the loop's deadline has come.
  var onDeadline: (Moment) -> Void = { _ in }
  /// The calls that are open.
  var streams: Set<StreamID> { Set(waiting.keys) }

  init(_ loop: EventLoop<EchoService>) { self.loop = loop }

  /// Sends the same to every call that has nothing on its way.
  func push(_ message: OutgoingMessage) {
    for stream in waiting.keys where waiting[stream]?.isEmpty == true {
      waiting[stream] = [[]]
      loop.send(message, on: stream)
    }
  }

  func setDeadline(_ deadline: Moment?) { loop.setDeadline(deadline) }

  func deadlineReached(now: Moment) {
    deadlinesReached += 1
    onDeadline(now)
  }

  func callStarted(_ call: GRPCCall, on stream: StreamID) -> CallDecision {
    guard call.path == "/test.Echo/Call" else {
      return .refuse(GRPCStatus(.unimplemented, "There is no method \(call.path)."))
    }
    waiting[stream] = []
    return .accept
  }

  func messageReceived(_ message: RawSpan, on stream: StreamID) {
    let bytes = message.withUnsafeBytes { Array($0) }
    waiting[stream]?.append(bytes)
    if waiting[stream]?.count == 1 { sendNext(on: stream) }
  }

  func clientFinished(_ stream: StreamID) {
    finished.insert(stream)
    sendNext(on: stream)
  }

  func messageSent(on stream: StreamID) {
    waiting[stream]?.removeFirst()
    sendNext(on: stream)
  }

  func streamEnded(_ stream: StreamID, reason: StreamEndReason) {
    waiting[stream] = nil
    finished.remove(stream)
  }

  private func sendNext(on stream: StreamID) {
    if let next = waiting[stream]?.first {
      if next.count > 2048 {
        loop.send(OutgoingMessage(header: [], body: [SharedBytes(next)]), on: stream)
      } else {
        loop.send(OutgoingMessage(header: next), on: stream)
      }
    } else if finished.contains(stream) {
      loop.finish(stream, status: .ok)
    }
  }
}
