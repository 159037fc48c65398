import CLinux
import Glibc

/// What a push and its ACK cost the kernel: an epoll loop that sends prebuilt frames and reads the
/// answers, and does nothing else.
///
/// Speaks to the same clients as the server that it is measured against, and does what it is told
/// on standard input: `change` sends a frame to every client.
struct BareLoop {
  private var listener: Int32 = -1
  private let epoll = epoll_create1(0)
  private var clients: [Int32] = []
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  /// SETTINGS and the header fields of the response.
  private let opening: [UInt8]
  /// A response in a DATA frame.
  private let push: [UInt8]

  /// A loop that sends responses of the size that Causeway's have.
  ///
  /// - Parameters:
  ///   - frames: what its clients speak.
  ///   - resourceBytes: the size of the resources in a response.
  init(_ frames: ClientFrames, resourceBytes: Int) {
    let response =
      Wire.field(5, Array("1a".utf8)) + Wire.field(1, Array("0123456789abcdef".utf8))
      + Wire.field(4, frames.types[1].typeURL)
      + Wire.field(6, Wire.field(1, Array("causeway".utf8)))
      + Wire.field(2, [UInt8](repeating: 0x20, count: resourceBytes))
    push = Wire.frame(type: 0, stream: 1, Wire.message(response))
    let fields: [UInt8] = [0x88, 0x0F, 0x10, 16] + Array("application/grpc".utf8)
    opening =
      Wire.frame(type: 4, []) + Wire.frame(type: 4, flags: 1, [])
      + Wire.frame(type: 1, flags: 4, stream: 1, fields) + push
  }

  /// Serves until standard input ends.
  mutating func run() {
    listen()
    watch(listener, 0)
    watch(0, 1)
    while withUnsafeTemporaryAllocation(
      of: epoll_event.self, capacity: 256,
      { events in
        let count = epoll_wait(epoll, events.baseAddress, 256, -1)
        for index in 0..<max(0, Int(count)) {
          switch events[index].data.u64 {
          case 0: accept()
          case 1: guard obey() else { return false }
          case let descriptor: read(Int32(descriptor - 2))
          }
        }
        return true
      })
    {}
  }

  private mutating func listen() {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length)
        Glibc.listen(listener, 4096)
        getsockname(listener, $0, &length)
      }
    }
    MeasuredServer.say("listening \(UInt16(bigEndian: address.sin_port))")
  }

  private func watch(_ descriptor: Int32, _ token: UInt64) {
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: token))
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
  }

  private mutating func accept() {
    let descriptor = causeway_accept4(listener, nil, nil, Int32(SOCK_NONBLOCK.rawValue))
    guard descriptor >= 0 else { return }
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(4))
    clients.append(descriptor)
    var event = epoll_event(
      events: EPOLLIN.rawValue | EPOLLET.rawValue,
      data: epoll_data_t(u64: UInt64(descriptor) + 2))
    epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    _ = send(descriptor, opening, opening.count, Int32(MSG_NOSIGNAL))
  }

  private mutating func read(_ descriptor: Int32) {
    if recv(descriptor, &buffer, buffer.count, 0) == 0 { close(descriptor) }
  }

  /// Does what standard input says; false at its end.
  private func obey() -> Bool {
    guard let line = readLine() else { return false }
    if line == "change" {
      for client in clients { _ = send(client, push, push.count, Int32(MSG_NOSIGNAL)) }
    }
    MeasuredServer.say("done")
    return true
  }
}
