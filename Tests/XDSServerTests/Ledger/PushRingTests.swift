import Platform
import Testing

@testable import XDSServer

@Suite("The books of all loops together")
struct PushRingTests {
  private static let start = Moment.now

  private static func found(_ ring: PushRing, _ revision: UInt64) throws -> Push {
    guard case .found(let push) = ring.lookUp(revision) else {
      throw TestClient.Problem(description: "revision \(revision) is not there")
    }
    return push
  }

  @Test("A revision is complete when all loops have taken it up, and all clients have accepted it")
  func complete() throws {
    var ring = PushRing()
    var loops = [LoopLedger(), LoopLedger()]
    func publish(_ loop: Int) {
      if let news = loops[loop].news() { ring.take(news, of: loop) }
    }
    ring.begin(1, cause: "changed: Service default/a", seenAt: Self.start, loops: [0, 1])
    #expect(try !Self.found(ring, 1).isComplete)
    for loop in loops.indices {
      loops[loop].begin(1, seenAt: Self.start)
      loops[loop].changes(1, [ResourceTypeSet(.endpoint)])
      loops[loop].concerns(1)
      loops[loop].now = Self.start + .milliseconds(10 * (loop + 1))
    }
    loops[0].acknowledged(1, wasRejected: false)
    publish(0)
    #expect(try !Self.found(ring, 1).isTakenUp)
    publish(1)
    var push = try Self.found(ring, 1)
    #expect(push.isTakenUp && !push.isComplete)
    #expect(push.proxies == 2 && push.acknowledged == 1 && push.pending == 1)
    #expect(push.lastAcknowledgedAfter == .milliseconds(10))
    #expect(ring.statistics.convergence.count == 0)
    loops[1].rejected(1)
    publish(1)
    push = try Self.found(ring, 1)
    #expect(push.rejected == 1 && push.pending == 0 && !push.isComplete)
    loops[1].acknowledged(1, wasRejected: true)
    publish(1)
    push = try Self.found(ring, 1)
    #expect(push.isComplete && push.acknowledged == 2 && push.rejected == 0)
    #expect(push.lastAcknowledgedAfter == .milliseconds(20))
    #expect(ring.statistics.convergence.count == 1)
    #expect(ring.statistics.convergence.sum == .milliseconds(20))
  }

  @Test("A client that may have anything is behind every revision")
  func unknown() throws {
    var ring = PushRing()
    var loop = LoopLedger()
    func publish(_ loop: inout LoopLedger, _ index: Int) {
      if let news = loop.news() { ring.take(news, of: index) }
    }
    ring.begin(1, cause: "", seenAt: Self.start, loops: [])
    ring.begin(2, cause: "", seenAt: Self.start, loops: [])
    #expect(try Self.found(ring, 1).isComplete)
    loop.connected()
    publish(&loop, 0)
    for revision: UInt64 in 1...2 {
      let push = try Self.found(ring, revision)
      #expect(push.pending == 1 && push.proxies == 1 && !push.isComplete)
    }
    loop.pastChanged(from: .unknown, to: .refusing(upTo: 1))
    publish(&loop, 0)
    #expect(try Self.found(ring, 1).rejected == 1)
    #expect(try Self.found(ring, 2).isComplete)
    loop.pastChanged(from: .refusing(upTo: 1), to: nil)
    publish(&loop, 0)
    #expect(try Self.found(ring, 1).isComplete)
    #expect(loop.news() == nil)
  }

  @Test("The newest 1,000 revisions are kept")
  func forgetting() {
    var ring = PushRing()
    var loop = LoopLedger()
    #expect(ring.lookUp(1) == .notMade(current: 0))
    for revision: UInt64 in 1...1500 {
      ring.begin(revision, cause: "\(revision)", seenAt: Self.start, loops: [0])
      loop.begin(revision, seenAt: Self.start)
      loop.concerns(revision)
    }
    #expect(ring.lookUp(500) == .forgotten(oldest: 501))
    #expect(ring.lookUp(1501) == .notMade(current: 1500))
    #expect(ring.newest(2).map(\.revision) == [1500, 1499])
    #expect(ring.newest(5000).count == 1000)
    // What is said of a revision that is forgotten harms nobody.
    loop.acknowledged(500, wasRejected: false)
    loop.gone(1, wasRejected: true)
    #expect(loop.record(of: 500) == nil && loop.record(of: 1500)?.acknowledged == 0)
  }

  @Test("What loops have sent is added up, and named once")
  func traffic() throws {
    var ring = PushRing()
    func publish(_ loop: inout LoopLedger, _ index: Int) {
      if let news = loop.news() { ring.take(news, of: index) }
    }
    ring.begin(1, cause: "", seenAt: Self.start, loops: [0, 1])
    let old = table(["a": "1"])
    let new = table(["a": "2", "b": "1"])
    for index in 0..<2 {
      var loop = LoopLedger()
      loop.begin(1, seenAt: Self.start)
      loop.note(new, after: old, of: .cluster, at: 1)
      loop.note(new, after: old, of: .endpoint, at: 1)
      let content = ResponseContent(
        .stateOfTheWorld, typeURL: ResourceType.cluster.typeURL, version: new.version, .all(new))
      let response = PlannedResponse(content: content, number: Nonce(), isRedundant: false)
      loop.sent(response, of: .cluster, becauseOf: 1, byteCount: 100)
      loop.sent(response, of: .cluster, becauseOf: nil, byteCount: 100)
      loop.now = Self.start + .milliseconds(3)
      loop.left(becauseOf: 1)
      publish(&loop, index)
    }
    let push = try Self.found(ring, 1)
    #expect(push.types == [.cluster: Push.Traffic(responses: 2, resources: 4, bytes: 200)])
    #expect(push.names == ["a", "b"])
    let statistics = ring.statistics
    #expect(statistics[.cluster].responses == 4 && statistics[.cluster].bytes == 400)
    #expect(statistics.push.count == 2 && statistics.push.sum == .milliseconds(6))
  }
}
