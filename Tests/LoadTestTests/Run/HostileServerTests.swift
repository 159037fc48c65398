import Testing
import XDSServer

@testable import LoadTest

/// Servers that are none: each ends in a sentence, and none in a wait without end.
@Suite("A load test of a hostile server", .timeLimit(.minutes(2)))
struct HostileServerTests {
  private static let settings: [UInt8] = [0, 0, 0, 4, 0, 0, 0, 0, 0]

  @Test(
    "It says what is wrong",
    arguments: [
      (Array("garbage\r\n\r\n".utf8), true, "does not speak HTTP/2"),
      (Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), true, "speaks HTTP/1"),
      ([0x15, 3, 3, 0, 2, 2, 70], true, "speaks TLS"),
      ([], true, "before it had said anything"),
      ([], false, "accepts connections and says nothing"),
      (settings, false, "speaks HTTP/2 and answers no request"),
      (settings, true, "closed the connection"),
      // GOAWAY with ENHANCE_YOUR_CALM.
      (settings + [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11], true, "ENHANCE_YOUR_CALM"),
      // RST_STREAM with REFUSED_STREAM.
      (settings + [0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 7], true, "REFUSED_STREAM"),
      // HEADERS: `:status: 404`, the end of the stream.
      (settings + [0, 0, 1, 1, 5, 0, 0, 0, 1, 0x8D], true, "does not speak gRPC"),
      // HEADERS that refer to a table that was not allowed.
      (settings + [0, 0, 1, 1, 5, 0, 0, 0, 1, 0xBE], true, "cannot be decoded"),
      // A frame longer than was allowed.
      (settings + [1, 0, 0, 0, 0, 0, 0, 0, 1], true, "too long"),
      // DATA with a compressed message.
      (settings + [0, 0, 5, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0], true, "compressed"),
    ] as [([UInt8], Bool, String)])
  func sentences(answer: [UInt8], closes: Bool, sentence: String) async throws {
    let server = try HostileServer(answer: answer, closes: closes)
    defer { server.stop() }
    var plan = LoadPlan(target: server.address, authority: "\(server.address)")
    plan.clients = 3
    plan.connectTimeout = .seconds(2)
    let problem = await #expect(throws: LoadTest.Problem.self) { try await LoadTest.run(plan) }
    #expect(try #require(problem).description.contains(sentence), "\(problem?.description ?? "")")
  }

  @Test("Nobody listens")
  func refused() async throws {
    let server = try HostileServer(answer: [], closes: true)
    server.stop()
    var plan = LoadPlan(target: server.address, authority: "\(server.address)")
    plan.clients = 3
    let problem = await #expect(throws: LoadTest.Problem.self) { try await LoadTest.run(plan) }
    #expect(try #require(problem).description.contains("refuses connections"))
  }

  @Test("More files than are allowed are not tried")
  func files() async throws {
    var plan = LoadPlan(target: .anyLoopbackPort, authority: "x")
    plan.clients = 1 << 40
    let problem = await #expect(throws: LoadTest.Problem.self) { try await LoadTest.run(plan) }
    #expect(try #require(problem).description.contains("open files"))
  }
}
