import Admin
import EnvoyAPI
import Foundation
import Platform
import Testing

@testable import causeway

@Suite("causeway wait")
struct WaitCommandTests {
  /// What the server tells of a revision that is acknowledged.
  private static func push(
    _ revision: Int64, acknowledged: Int64 = 2, gone: Int64 = 0, timeMs: Int64 = 1000
  ) -> JSONValue {
    [
      "revision": .integer(revision), "timeMs": .integer(timeMs),
      "proxies": .integer(acknowledged + gone), "acknowledged": .integer(acknowledged),
      "pending": 0, "rejected": 0, "gone": .integer(gone), "complete": true, "lagging": [],
    ]
  }

  /// What it tells of one that two of three have not acknowledged.
  private static func open(_ revision: Int64, timeMs: Int64 = 1000) -> JSONValue {
    [
      "revision": .integer(revision), "timeMs": .integer(timeMs), "proxies": 3,
      "acknowledged": 1, "pending": 1, "rejected": 1, "gone": 0, "complete": false,
      "lagging": [
        [
          "id": .string(nodeID("web.default")), "peer": "127.0.0.1:1", "state": "pending",
          "types": ["cds", "eds"], "sinceMs": 0, "reason": "It has not answered.",
        ],
        [
          "id": "odd", "peer": "127.0.0.1:2", "state": "rejected", "types": ["lds"],
          "sinceMs": .null, "reason": "It refuses \u{1B}[1mx.",
        ],
      ],
    ]
  }

  /// A server that answers questions about the pushes with one document after the other, the last
  /// one again and again.
  private static func admin(_ answers: AdminResponse..., current: Int64 = 12) throws -> FakeAdmin {
    let rest = Lock(answers)
    return try FakeAdmin { path in
      guard path != "/api/v1/pushes" else {
        return .json(["revision": .integer(current), "pushes": []])
      }
      return rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }
  }

  @Test("It returns as soon as everybody has acknowledged, with one line")
  func acknowledged() throws {
    let admin = try Self.admin(.json(Self.open(12)), .json(Self.open(12)), .json(Self.push(12)))
    let result = try admin.run("wait")
    #expect(result.exitCode == 0)
    #expect(
      result.output
        == "revision 12 acknowledged by every connected proxy that it concerns: 2\n")
    #expect(result.errors == "")
  }

  @Test("Those who have gone are mentioned, and nobody is not called everybody")
  func few() throws {
    let gone = try Self.admin(.json(Self.push(3, gone: 1))).run("wait", "--revision", "3")
    #expect(gone.output.hasSuffix("that it concerns: 2; 1 gone since\n"))
    let nobody = try Self.admin(.json(Self.push(3, acknowledged: 0))).run("wait")
    #expect(nobody.output == "revision 12 concerns no connected proxy\n")
  }

  @Test("JSON is what the server says")
  func json() throws {
    let result = try Self.admin(.json(Self.push(12))).run("wait", "-o", "json")
    #expect(result.output == Self.push(12).rendered())
    let late = try Self.admin(.json(Self.open(12))).run("wait", "-o", "json", "--timeout", "50ms")
    #expect(late.exitCode == 1)
    #expect(late.output == Self.open(12).rendered())
    #expect(late.errors.hasPrefix("causeway: Revision 12 is not acknowledged"))
  }

  @Test("After the timeout it says who lags and why, and exits 1")
  func timeout() throws {
    let result = try Self.admin(.json(Self.open(12))).run("wait", "--timeout", "150ms")
    #expect(result.exitCode == 1)
    #expect(result.output == "")
    let lines = result.errors.split(separator: "\n").map(String.init)
    try #require(lines.count == 3, "\(result.errors)")
    #expect(lines[0] == "causeway: Revision 12 is not acknowledged after 150ms by 2 of 3 proxies.")
    #expect(lines[1].hasPrefix("  web.default (127.0.0.1:1), pending cds, eds for "))
    #expect(lines[1].hasSuffix("d: It has not answered."))
    #expect(lines[2] == "  odd (127.0.0.1:2), rejected lds: It refuses \\u{1B}[1mx.")
  }

  @Test("A revision that is not made yet is waited for; one that is forgotten is not")
  func unknownRevisions() throws {
    let notYet = AdminResponse.failure(.notFound, "There is no revision 13 yet.")
    let made = try Self.admin(notYet, .json(Self.push(13))).run("wait", "--revision", "13")
    #expect(made.exitCode == 0)
    let never = try Self.admin(notYet).run("wait", "--revision", "13", "--timeout", "50ms")
    #expect(never.exitCode == 1)
    #expect(
      never.errors
        == "causeway: Revision 13 is not known to be acknowledged after 50ms. There is no revision "
        + "13 yet.\n")
    let old = AdminResponse.failure(.notFound, "Revision 1 is forgotten.")
    let forgotten = try Self.admin(old).run("wait", "--revision", "1")
    #expect(forgotten.exitCode == 1)
    #expect(forgotten.errors == "causeway: Revision 1 is forgotten.\n")
  }

  @Test("A server that is not ready, or has no time, is asked again")
  func notReady() throws {
    let busy = AdminResponse.failure(.serviceUnavailable, "The sources have not been read yet.")
    #expect(try Self.admin(busy, busy, .json(Self.push(12))).run("wait").exitCode == 0)
    let result = try Self.admin(busy).run("wait", "--timeout", "50ms")
    #expect(result.errors.hasSuffix(" after 50ms. The sources have not been read yet.\n"))
    let unread = try Self.admin(busy, current: 0).run("wait", "--timeout", "50ms")
    #expect(
      unread.errors
        == "causeway: The current revision is not known to be acknowledged after 50ms. The server "
        + "has not read its sources yet.\n")
  }

  @Test("A server that goes away is asked until the end, and then that is said")
  func goesAway() throws {
    let url = try FakeAdmin([:]).url
    let never = try Program.run(["wait", "--timeout", "50ms", "--admin", url])
    #expect(never.exitCode == 1)
    #expect(never.errors.contains("after 50ms. No server answers at \(url)"), "\(never.errors)")
    // It answers once, and then with nothing but busy.
    let later = try Self.admin(
      .json(Self.open(12)), .failure(.serviceUnavailable, "No time.")
    ).run("wait", "--timeout", "100ms")
    #expect(later.exitCode == 1)
    let first = later.errors.split(separator: "\n").first
    #expect(first?.hasSuffix("of 3 proxies. That is what was known last. No time.") == true)
  }

  @Test("The number of another run of the server does not count")
  func restarted() throws {
    let result = try Self.admin(
      .json(Self.open(1)), .json(Self.push(1, timeMs: 1001)), current: 1
    ).run("wait")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("the server has been started again"), "\(result.errors)")
  }

  @Test(
    "Wrong usage exits 64",
    arguments: [
      ["--timeout", "30"], ["--timeout", "soon"], ["--revision", "0"], ["--revision", "x"],
    ])
  func usage(_ arguments: [String]) throws {
    let result = try Program.run(["wait"] + arguments)
    #expect(result.exitCode == 64)
    #expect(result.errors.hasPrefix("causeway: "))
  }
}
