internal import Glibc
internal import Platform
internal import XDSServer

/// One connection, from its first byte to its last; on its own thread.
struct AdminConnection: ~Copyable {
  private let socket: TCPSocket
  private let stop: Pipe.End
  private let limits: AdminLimits
  private let answers: AnswerCount
  private let handler: AdminServer.Handler
  private var reader = HTTPRequestReader()

  init(
    socket: consuming TCPSocket, stop: Pipe.End, limits: AdminLimits, answers: AnswerCount,
    handler: @escaping AdminServer.Handler
  ) {
    self.socket = socket
    self.stop = stop
    self.limits = limits
    self.answers = answers
    self.handler = handler
  }

  /// Serves requests until the client, an error or the server ends the connection.
  consuming func run() {
    var deadline = ContinuousClock.now.advanced(by: limits.idle)
    let localAddress = try? socket.localAddress()
    while true {
      switch reader.next() {
      case .message(var message):
        message.request.localAddress = localAddress
        let response = handler(message.request)
        let isHead = message.request.method == "HEAD"
        guard send(response, isHead: isHead, keepAlive: message.keepAlive) else { return }
        guard message.keepAlive else { return linger() }
        deadline = .now.advanced(by: limits.idle)
      case .refused(let response):
        if send(response) { linger() }
        return
      case .incomplete:
        let wasInside = reader.isInsideRequest
        switch receive(until: deadline) {
        case .received: break
        case .ended: return
        case .tooLate:
          guard wasInside else { return }
          let late = AdminResponse.failure(
            .requestTimeout, "The request did not arrive in time.")
          if send(late) { linger() }
          return
        }
        if !wasInside { deadline = .now.advanced(by: limits.request) }
      }
    }
  }

  private enum Reception {
    case received
    case ended
    case tooLate
  }

  private mutating func receive(until deadline: ContinuousClock.Instant) -> Reception {
    while true {
      switch wait(for: socket.descriptor, events: Int32(POLLIN), stop: stop, deadline: deadline) {
      case .stopped: return .ended
      case .deadlineReached: return .tooLate
      case .ready: break
      }
      do throws(SystemError) {
        guard let bytes = try socket.received() else { continue }
        reader.receive(bytes[...])
        return bytes.isEmpty ? .ended : .received
      } catch {
        // The client has gone without a word; that is its right.
        return .ended
      }
    }
  }

  /// Sends an answer, and counts it; whether the client has taken all of it in time.
  private func send(
    _ response: AdminResponse, isHead: Bool = false, keepAlive: Bool = false
  ) -> Bool {
    answers.count(response.status)
    return send(response.encoded(isHead: isHead, keepAlive: keepAlive))
  }

  /// Whether the client has taken all of it in time.
  private func send(_ bytes: [UInt8]) -> Bool {
    let deadline = ContinuousClock.now.advanced(by: limits.response)
    var rest = bytes[...]
    while !rest.isEmpty {
      do throws(SystemError) {
        rest = rest.dropFirst(try socket.send(rest))
      } catch {
        return false
      }
      guard !rest.isEmpty else { return true }
      guard
        case .ready = wait(
          for: socket.descriptor, events: Int32(POLLOUT), stop: stop, deadline: deadline)
      else { return false }
    }
    return true
  }

  /// Lets the client read the answer before the connection is closed: closing with bytes of the
  /// client unread would reset the connection, and the answer would be lost (RFC 9112 §9.6).
  private func linger() {
    socket.finishSending()
    let deadline = ContinuousClock.now.advanced(by: .seconds(1))
    while case .ready = wait(
      for: socket.descriptor, events: Int32(POLLIN), stop: stop, deadline: deadline)
    {
      guard let bytes = try? socket.received(), !bytes.isEmpty else { return }
    }
  }
}
