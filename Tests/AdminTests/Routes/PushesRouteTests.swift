import Foundation
import MeshModel
import Platform
import Testing

@testable import Admin
@testable import XDSServer

@Suite("Revisions in the admin API")
struct PushesRouteTests {
  private static func push(_ revision: UInt64, isComplete: Bool) -> Push {
    var push = Push(revision: revision, cause: "changed: Service default/web", seenAt: .now)
    push.proxies = 3
    push.acknowledged = isComplete ? 3 : 2
    push.pending = isComplete ? 0 : 1
    push.types = [.endpoint: Push.Traffic(responses: 3, resources: 3, bytes: 1234)]
    push.names = ["a"]
    push.lastAcknowledgedAfter = .microseconds(12_340)
    push.isTakenUp = true
    return push
  }

  private static var state: AdminState {
    let laggard = Laggard(
      nodeID: "n", peer: .anyLoopbackPort, state: .pending, types: [.endpoint], since: nil,
      reason: "It has not answered the endpoints that it was sent.")
    return AdminState(
      clients: SaidOfClients(
        lagging: [laggard], ring: [push(12, isComplete: false), push(11, isComplete: true)]))
  }

  @Test("The newest revisions are listed, as many as are asked for")
  func list() throws {
    let list = try json("/api/v1/pushes", Self.state)
    #expect(list["revision"] as? Int == 12)
    let pushes = try #require(list["pushes"] as? [[String: Any]])
    #expect(pushes.map { $0["revision"] as? Int } == [12, 11])
    #expect(pushes[0]["cause"] as? String == "changed: Service default/web")
    let numbers = ["proxies": 3, "acknowledged": 2, "pending": 1, "rejected": 0, "gone": 0]
    for (name, number) in numbers { #expect(pushes[0][name] as? Int == number, "\(name)") }
    #expect(pushes.map { $0["complete"] as? Bool } == [false, true])
    #expect(pushes[0]["lastAckAfterMs"] as? Double == 12.3)
    #expect(pushes[0]["names"] as? [String] == ["a"])
    let types = pushes[0]["types"] as? [String: [String: Int]]
    #expect(types == ["eds": ["responses": 3, "resources": 3, "bytes": 1234]])
    let one = try json("/api/v1/pushes?limit=1", Self.state)
    #expect((one["pushes"] as? [Any])?.count == 1)
    for limit in ["0", "1001", "x", "-1"] {
      let bad = try json("/api/v1/pushes?limit=\(limit)", Self.state, status: .badRequest)
      #expect(bad["field"] as? String == "limit")
    }
  }

  @Test("One revision has those who lag, and why, until it is complete")
  func one() throws {
    let open = try json("/api/v1/pushes/12", Self.state)
    let lagging = try #require(open["lagging"] as? [[String: Any]])
    #expect(lagging.count == 1 && lagging[0]["id"] as? String == "n")
    #expect(lagging[0]["state"] as? String == "pending")
    #expect(lagging[0]["types"] as? [String] == ["eds"])
    #expect(lagging[0]["sinceMs"] as? Int == open["timeMs"] as? Int)
    #expect((lagging[0]["reason"] as? String)?.hasSuffix("that it was sent.") == true)
    let done = try json("/api/v1/pushes/11", Self.state)
    #expect(done["complete"] as? Bool == true && (done["lagging"] as? [Any])?.isEmpty == true)
  }

  @Test(
    "A revision that is not there is said to be to come, or forgotten",
    arguments: [
      ("13", "There is no revision 13 yet: the newest is 12."),
      ("10", "Revision 10 is forgotten: the oldest that is remembered is 11."),
    ])
  func missing(revision: String, sentence: String) throws {
    let answer = try json("/api/v1/pushes/\(revision)", Self.state, status: .notFound)
    #expect(answer["error"] as? String == sentence && answer["field"] as? String == "revision")
  }

  @Test("A revision is a number")
  func notANumber() throws {
    let answer = try json("/api/v1/pushes/latest", Self.state, status: .badRequest)
    #expect(answer["field"] as? String == "revision")
  }
}
