import CLinux
import Glibc

/// Thousands of clients of the aggregated service on one thread, with HTTP/2 by hand so that they
/// leave the machine to the server that is measured.
///
/// Each does what an Envoy does: asks for clusters, endpoints, listeners and routes one after the
/// other, and accepts what it is sent.
final class ClientCrowd {
  private final class Client {
    let descriptor: Int32
    var inbox: [UInt8] = []
    var message: [UInt8] = []
    /// What the server's windows do not let out yet.
    var outbox: [UInt8] = []
    var streamWindow: Int
    var connectionWindow: Int
    /// How many types have been asked for.
    var typesAsked = 1
    var responses = 0
    var isStopped = false

    init(_ descriptor: Int32, window: Int) {
      self.descriptor = descriptor
      streamWindow = window
      connectionWindow = window
    }
  }

  /// The window that HTTP/2 begins with.
  private static let firstWindow = 65_535

  private let frames: ClientFrames
  private let isBare: Bool
  private let port: UInt16
  private let epoll: Int32
  private var clients: [Client] = []
  private var buffer = [UInt8](repeating: 0, count: 256 << 10)
  /// The clients that have all that they asked for at first.
  private(set) var configuredCount = 0
  /// The responses that have come to clients that were configured.
  private(set) var pushCount = 0
  /// The clients whose connection or call has ended.
  private(set) var lostCount = 0

  /// A crowd without clients.
  ///
  /// - Parameters:
  ///   - frames: what the clients send.
  ///   - port: the server's, on 127.0.0.1.
  ///   - isBare: whether the server is the bare loop, which sends one response at first.
  init(_ frames: ClientFrames, port: UInt16, isBare: Bool) {
    self.frames = frames
    self.port = port
    self.isBare = isBare
    epoll = epoll_create1(0)
  }

  /// Connects one more client, which says all that it has to say at first.
  func connect() {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    // One source address has ports for 28,000 connections to one server.
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    precondition(code == 0, "client \(clients.count) cannot connect: errno \(errno)")
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var event = epoll_event(
      events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(clients.count)))
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    // The bare loop opens no window again: without one it is sent every ACK, as the server is.
    let client = Client(descriptor, window: isBare ? .max : Self.firstWindow)
    clients.append(client)
    write(frames.opening, to: client)
    send(frames.firstRequest(of: clients.count - 1), from: client)
  }

  /// Has some clients read nothing any more.
  func stop(_ count: Int) {
    for client in clients.suffix(count) {
      client.isStopped = true
      epoll_ctl(epoll, EPOLL_CTL_DEL, client.descriptor, nil)
    }
  }

  /// Takes what has come, and answers; waits up to `milliseconds` if nothing has.
  func serve(waiting milliseconds: Int32) {
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 256) { events in
      let count = epoll_wait(epoll, events.baseAddress, 256, milliseconds)
      for index in 0..<max(0, Int(count)) { read(clients[Int(events[index].data.u64)]) }
    }
  }

  private func read(_ client: Client) {
    let count = recv(client.descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0, errno == EAGAIN { return }
    guard count > 0 else {
      lostCount += 1
      epoll_ctl(epoll, EPOLL_CTL_DEL, client.descriptor, nil)
      return
    }
    client.inbox += buffer.prefix(count)
    var start = 0
    while client.inbox.count - start >= 9 {
      let inbox = client.inbox
      let length = Int(inbox[start]) << 16 | Int(inbox[start + 1]) << 8 | Int(inbox[start + 2])
      guard inbox.count - start >= 9 + length else { break }
      take(
        type: inbox[start + 3], flags: inbox[start + 4], isOfStream: inbox[start + 8] != 0,
        inbox[start + 9..<start + 9 + length], client)
      start += 9 + length
    }
    if start == client.inbox.count { client.inbox = [] } else { client.inbox.removeFirst(start) }
  }

  private func take(
    type: UInt8, flags: UInt8, isOfStream: Bool, _ payload: ArraySlice<UInt8>, _ client: Client
  ) {
    switch type {
    case 0:
      client.message += payload
      let length = client.message.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard client.message.count >= 5, client.message.count == 5 + length else { return }
      answer(client)
      client.message = []
    case 1 where flags & 1 != 0, 3, 7: lostCount += 1
    case 4 where !isBare: adjustWindow(client, to: payload)
    case 6 where flags & 1 == 0: write(Wire.frame(type: 6, flags: 1, payload), to: client)
    case 8:
      let increment = payload.reduce(0) { $0 << 8 | Int($1) }
      if isOfStream {
        client.streamWindow += increment
      } else {
        client.connectionWindow += increment
      }
      flush(client)
    default: break
    }
  }

  /// SETTINGS may say how large the windows of streams are (RFC 9113 §6.9.2).
  private func adjustWindow(_ client: Client, to settings: ArraySlice<UInt8>) {
    let initialWindowSize: [UInt8] = [0, 4]
    for start in stride(from: settings.startIndex, to: settings.endIndex - 5, by: 6)
    where settings[start..<start + 2].elementsEqual(initialWindowSize) {
      let size = settings[start + 2..<start + 6].reduce(0) { $0 << 8 | Int($1) }
      client.streamWindow += size - ClientCrowd.firstWindow
      flush(client)
    }
  }

  private func answer(_ client: Client) {
    let response = ResponseOutline(client.message.dropFirst(5), isDelta: frames.variant == .delta)
    client.responses += 1
    if client.responses > (isBare ? 1 : frames.types.count) { pushCount += 1 }
    if client.responses == (isBare ? 1 : frames.types.count) { configuredCount += 1 }
    guard let type = frames.types.first(where: { $0.typeURL.elementsEqual(response.typeURL) })
    else { return }
    if !isBare, client.typesAsked < frames.types.count {
      let next = frames.types[client.typesAsked]
      client.typesAsked += 1
      send(next.subscription, from: client)
    }
    send(
      frames.acceptance(of: type, version: response.version, nonce: response.nonce), from: client)
  }

  private func send(_ message: [UInt8], from client: Client) {
    client.outbox += Wire.message(message)
    flush(client)
  }

  private func flush(_ client: Client) {
    var frames: [UInt8] = []
    while !client.outbox.isEmpty {
      let count = min(
        client.outbox.count, 16_384, client.streamWindow, client.connectionWindow)
      guard count > 0 else { break }
      frames += Wire.frame(type: 0, stream: 1, client.outbox.prefix(count))
      client.outbox.removeFirst(count)
      client.streamWindow -= count
      client.connectionWindow -= count
    }
    if !frames.isEmpty { write(frames, to: client) }
  }

  private func write(_ bytes: [UInt8], to client: Client) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(client.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count < 0 else {
        rest = rest.dropFirst(count)
        continue
      }
      guard errno == EAGAIN else { return }
      var place = pollfd(fd: client.descriptor, events: Int16(POLLOUT), revents: 0)
      poll(&place, 1, 100)
    }
  }
}

/// What of a response its answer must repeat.
struct ResponseOutline {
  private(set) var version: ArraySlice<UInt8> = []
  private(set) var typeURL: ArraySlice<UInt8> = []
  private(set) var nonce: ArraySlice<UInt8> = []

  /// Reads the length-delimited fields, of which a response has no others.
  init(_ message: ArraySlice<UInt8>, isDelta: Bool) {
    var rest = message
    while let key = rest.popFirst() {
      var length = 0
      var shift = 0
      while let byte = rest.popFirst() {
        length |= Int(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      let value = rest.prefix(length)
      rest = rest.dropFirst(length)
      switch key >> 3 {
      case 1: version = value
      case 4: typeURL = value
      case 5: nonce = value
      default: break
      }
    }
  }
}
