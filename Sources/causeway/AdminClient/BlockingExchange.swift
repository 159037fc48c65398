internal import CLinux
internal import Glibc
internal import MeshModel
internal import Platform
internal import XDSServer

/// Why a request has no answer.
enum ExchangeError: Error, Hashable {
  /// Nobody listens there.
  case connectionRefused
  /// The name of the host leads nowhere.
  case unknownHost(reason: String)
  /// A call of the system failed.
  case system(call: String, reason: String)
  /// The deadline has passed.
  case tooLate
  /// The answer is larger than is taken.
  case tooLarge
  /// What came is not HTTP.
  case notHTTP
  /// The connection was closed before the answer was whole.
  case incomplete
}

/// One request and its answer, on a connection of its own that is closed afterwards.
///
/// Every wait is bounded by one deadline; nothing else of the process is needed or held up.
struct BlockingExchange: ~Copyable {
  /// The largest answer: the configuration of an Envoy in a large mesh has tens of megabytes.
  static let answerBytesMax = 1 << 30

  private let descriptor: Int32
  private let deadline: ContinuousClock.Instant

  /// Connects to the first address of `host` that answers.
  init(with host: HostAndPort, deadline: ContinuousClock.Instant) throws(ExchangeError) {
    descriptor = try Self.connected(toAnyOf: try Self.addresses(of: host), deadline)
    self.deadline = deadline
  }

  deinit { close(descriptor) }

  /// Sends `request`; returns all that comes until the server closes the connection.
  borrowing func answer(to request: [UInt8]) throws(ExchangeError) -> [UInt8] {
    try send(request)
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      try Self.wait(for: descriptor, Int32(POLLIN), until: deadline)
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
      }
      if count == 0 { return answer }
      if count < 0 {
        let error = SystemError("recv")
        if error.number == EAGAIN || error.number == EINTR { continue }
        // Whoever resets a connection has not answered on it.
        if error.number == ECONNRESET { throw .incomplete }
        throw .system(call: error.call, reason: error.text)
      }
      answer += buffer[..<count]
      guard answer.count <= Self.answerBytesMax else { throw .tooLarge }
    }
  }

  private borrowing func send(_ bytes: [UInt8]) throws(ExchangeError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try Self.wait(for: descriptor, Int32(POLLOUT), until: deadline)
      let count = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      let error = SystemError("send")
      switch error.number {
      case EAGAIN, EINTR: continue
      // A server that refuses the request before it has read all of it has answered nevertheless.
      case EPIPE, ECONNRESET: return
      default: throw .system(call: error.call, reason: error.text)
      }
    }
  }

  private static func connected(
    toAnyOf addresses: [SocketAddress], _ deadline: ContinuousClock.Instant
  ) throws(ExchangeError) -> Int32 {
    var failure = ExchangeError.unknownHost(reason: "it has no address")
    for address in addresses {
      do throws(ExchangeError) {
        return try connected(to: address, deadline)
      } catch {
        failure = error
      }
    }
    throw failure
  }

  private static func connected(
    to address: SocketAddress, _ deadline: ContinuousClock.Instant
  ) throws(ExchangeError) -> Int32 {
    let family = address.ip.family == .v4 ? AF_INET : AF_INET6
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(
      family, kind | Int32(SOCK_NONBLOCK.rawValue), Int32(IPPROTO_TCP))
    guard descriptor >= 0 else { throw error(of: SystemError("socket")) }
    do throws(ExchangeError) {
      let code = unsafe address.systemBytes.withUnsafeBytes { bytes in
        // The bytes are those of a `sockaddr`, and nobody else looks at them.
        unsafe connect(
          descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
          socklen_t(bytes.count))
      }
      if code != 0 {
        let failure = SystemError("connect")
        guard failure.number == EINPROGRESS else { throw error(of: failure) }
        try wait(for: descriptor, Int32(POLLOUT), until: deadline)
        var number: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size) == 0 else {
          throw error(of: SystemError("getsockopt"))
        }
        guard number == 0 else { throw error(of: SystemError("connect", number)) }
      }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func error(of failure: SystemError) -> ExchangeError {
    failure.number == ECONNREFUSED
      ? .connectionRefused : .system(call: failure.call, reason: failure.text)
  }

  /// Waits until the descriptor is ready.
  private static func wait(
    for descriptor: Int32, _ events: Int32, until deadline: ContinuousClock.Instant
  ) throws(ExchangeError) {
    var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      let rest = ContinuousClock.now.duration(to: deadline)
      guard rest > .zero else { throw .tooLate }
      // Rounded up: with 0 the last millisecond would be spent spinning.
      let milliseconds = Int32(clamping: Int64(rest / .milliseconds(1)) + 1)
      let count = unsafe poll(&polled, 1, milliseconds)
      if count > 0 { return }
      if count < 0, errno != EINTR { throw error(of: SystemError("poll")) }
    }
  }

  /// The addresses that `host` stands for, in the system's order of preference.
  static func addresses(
    of host: HostAndPort
  ) throws(ExchangeError) -> [SocketAddress] {
    if let ip = IPAddress(host.host) { return [SocketAddress(ip: ip, port: host.port)] }
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host.host, nil, &hints, &list)
    guard code == 0 else {
      throw .unknownHost(reason: unsafe String(cString: gai_strerror(code)))
    }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      let bytes = unsafe UnsafeRawBufferPointer(
        start: entry.pointee.ai_addr, count: Int(entry.pointee.ai_addrlen))
      if var address = unsafe SocketAddress(systemBytes: Array(bytes)) {
        address.port = host.port
        addresses.append(address)
      }
      unsafe next = entry.pointee.ai_next
    }
    return addresses
  }
}
