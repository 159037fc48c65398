import CLinux
import Foundation
import Glibc
import Logging
import MeshModel
import Synchronization
import Testing
import XDSServer

@testable import Admin

@Suite("The admin server on a socket")
struct AdminServerTests {
  private func server(
    limits: AdminLimits = AdminLimits(), handler: @escaping AdminServer.Handler
  ) throws -> AdminServer {
    try AdminServer(
      listen: .anyLoopbackPort, limits: limits, logger: Logger(label: "test"), handler: handler)
  }

  private func hello(_ request: AdminRequest) -> AdminResponse {
    .text(.ok, "\(request.method) \(request.path.joined(separator: ","))")
  }

  @Test("Requests on one connection are answered in order, HEAD without a body")
  func keepAlive() throws {
    let server = try server(handler: hello)
    let answer = try Client(server).exchange(
      "GET /a HTTP/1.1\r\nHost: x\r\n\r\nHEAD /bb HTTP/1.1\r\nHost: x\r\n\r\n"
        + "GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    let header = "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
    #expect(answer.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 4)
    #expect(answer.contains(header + "6\r\n"))
    #expect(answer.contains("GET a\n"))
    #expect(answer.contains(header + "8\r\n"))
    #expect(!answer.contains("HEAD bb"))
    #expect(answer.hasSuffix("Connection: close\r\n\r\nGET c\n"))
  }

  @Test("What is not HTTP is told so, and the server lives on")
  func notHTTP() throws {
    let server = try server(handler: hello)
    #expect(try Client(server).exchange("hello\r\n\r\n").hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    let large = "GET /" + String(repeating: "x", count: 200_000)
    #expect(try Client(server).exchange(large).hasPrefix("HTTP/1.1 414 URI Too Long\r\n"))
    #expect(
      try Client(server).exchange("GET /z HTTP/1.0\r\n\r\n").hasSuffix("\r\n\r\nGET z\n"))
  }

  @Test("Every answer is counted, those to what is no request among them")
  func counts() throws {
    let answers = AnswerCount()
    let server = try AdminServer(
      listen: .anyLoopbackPort, logger: Logger(label: "test"), answers: answers
    ) { request in request.path == ["x"] ? .failure(.notFound, "No.") : self.hello(request) }
    #expect(answers.byCode.isEmpty)
    for request in ["GET / HTTP/1.0\r\n\r\n", "GET /x HTTP/1.0\r\n\r\n", "no\r\n\r\n"] {
      _ = try Client(server).exchange(request)
    }
    _ = try Client(server).exchange("GET / HTTP/1.0\r\n\r\n")
    #expect(answers.byCode == [200: 2, 404: 1, 400: 1])
  }

  @Test("A request that does not arrive in time is ended")
  func slowRequest() throws {
    var limits = AdminLimits()
    limits.request = .milliseconds(50)
    let server = try server(limits: limits, handler: hello)
    #expect(
      try Client(server).exchange("GET / HT", finishes: false)
        .hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
  }

  @Test("A connection that says nothing is closed without a word")
  func idle() throws {
    var limits = AdminLimits()
    limits.idle = .milliseconds(50)
    let server = try server(limits: limits, handler: hello)
    #expect(try Client(server).exchange("", finishes: false) == "")
  }

  @Test("More connections than allowed are told that the server is busy")
  func tooMany() throws {
    var limits = AdminLimits()
    limits.connectionsMax = 1
    let server = try server(limits: limits, handler: hello)
    let first = try Client(server)
    try first.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(first.receive().hasPrefix("HTTP/1.1 200"))
    #expect(
      try Client(server).exchange("", finishes: false)
        .hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
  }

  @Test("An answer of several megabytes arrives whole")
  func largeAnswer() throws {
    let body = String(repeating: "0123456789", count: 800_000)
    let server = try server { _ in .text(.ok, body) }
    let answer = try Client(server).exchange("GET / HTTP/1.0\r\n\r\n")
    #expect(answer.hasSuffix(body + "\n"))
  }

  @Test("Stopping ends idle connections and frees the port")
  func stop() throws {
    let server = try server(handler: hello)
    let address = server.localAddress
    let client = try Client(server)
    try client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(client.receive().hasPrefix("HTTP/1.1 200"))
    server.stop()
    #expect(client.receive() == "")
    let again = try AdminServer(listen: address, logger: Logger(label: "test"), handler: hello)
    #expect(again.localAddress == address)
  }

  @Test("A port in use is reported in a sentence")
  func portInUse() throws {
    let server = try server(handler: hello)
    let error = #expect(throws: TransportError.self) {
      try AdminServer(
        listen: server.localAddress, logger: Logger(label: "test"), handler: hello)
    }
    #expect(
      error?.description
        == "Cannot listen on \(server.localAddress): another process listens there. Stop it, or "
        + "choose another port.")
  }
}

/// A client that writes bytes and reads bytes, with a limit of 10 seconds for each.
private final class Client {
  private let descriptor: Int32

  init(_ server: AdminServer) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = server.localAddress.port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(code == 0)
  }

  deinit { close(descriptor) }

  func send(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // The server may refuse before it has read all.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// What has arrived; empty at the end.
  func receive() -> String {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// Sends `text` and returns all that comes until the server closes the connection.
  func exchange(_ text: String, finishes: Bool = true) throws -> String {
    try send(text)
    if finishes { shutdown(descriptor, Int32(SHUT_WR)) }
    var answer = ""
    while case let piece = receive(), !piece.isEmpty { answer += piece }
    return answer
  }
}
