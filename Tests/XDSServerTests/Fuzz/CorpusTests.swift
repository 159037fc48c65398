import Foundation
import Testing

@testable import XDSServer

/// What the fuzzers of `Fuzz/` begin with, and what once made one stop.
struct CorpusTests {
  private func corpus(_ name: String) throws -> [(String, [UInt8])] {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fuzz/Corpus/\(name)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    try #require(!files.isEmpty)
    return try files.map { ($0, [UInt8](try Data(contentsOf: folder.appending(path: $0)))) }
  }

  @Test("What real clients have sent, and what once went wrong on a connection")
  func connections() throws {
    for (name, bytes) in try corpus("connection") {
      #expect(FuzzedConnection.problem(with: bytes) == nil, "\(name)")
    }
  }

  @Test(
    "What real clients have sent is understood", arguments: ["envoy-sotw", "envoy-delta", "grpc"])
  func realClients(name: String) throws {
    let recorded = try #require(try corpus("connection").first { $0.0 == name })
    let counters = try FuzzedConnection.run(recorded.1).counters
    #expect(counters.streamsStarted == 1)
    #expect(counters.messagesReceived > 5)
    #expect(counters.messagesSent > 0)
  }

  @Test("What once went wrong on a stream")
  func streams() throws {
    for (name, bytes) in try corpus("stream") {
      #expect(FuzzedStream.problem(with: bytes) == nil, "\(name)")
    }
  }

  @Test("Inputs at random", arguments: 0..<300)
  func random(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = random.bytes(400)
    let problem = FuzzedConnection.problem(with: bytes) ?? FuzzedStream.problem(with: bytes)
    #expect(problem == nil)
  }
}
