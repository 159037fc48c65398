import Platform

@testable import XDSServer

/// A service that notes what it hears, and answers as told.
final class TestService: GRPCService {
  enum Heard: Equatable {
    case started(String, Int32)
    case message([UInt8], Int32)
    case clientFinished(Int32)
    case sent(Int32)
    case ended(Int32, StreamEndReason)
  }

  private(set) var heard: [Heard] = []
  private(set) var calls: [GRPCCall] = []
  private(set) var deadlines = 0
  /// What new calls are told.
  var decide: (GRPCCall) -> CallDecision = { _ in .accept }
  /// Called after a message was noted.
  var onMessage: ([UInt8], StreamID) -> Void = { _, _ in }
  /// Called after a message has left.
  var onSent: (StreamID) -> Void = { _ in }
  var onClientFinished: (StreamID) -> Void = { _ in }
  var onEnded: (StreamID) -> Void = { _ in }

  func takeHeard() -> [Heard] {
    defer { heard = [] }
    return heard
  }

  func callStarted(_ call: GRPCCall, on stream: StreamID) -> CallDecision {
    calls.append(call)
    heard.append(.started(call.path, stream.number))
    return decide(call)
  }

  func messageReceived(_ message: RawSpan, on stream: StreamID) {
    let bytes = message.withUnsafeBytes { Array($0) }
    heard.append(.message(bytes, stream.number))
    onMessage(bytes, stream)
  }

  func clientFinished(_ stream: StreamID) {
    heard.append(.clientFinished(stream.number))
    onClientFinished(stream)
  }

  func messageSent(on stream: StreamID) {
    heard.append(.sent(stream.number))
    onSent(stream)
  }

  func streamEnded(_ stream: StreamID, reason: StreamEndReason) {
    heard.append(.ended(stream.number, reason))
    onEnded(stream)
  }

  func deadlineReached(now: Moment) { deadlines += 1 }
}
