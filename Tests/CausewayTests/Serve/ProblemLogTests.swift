import Logging
import MeshModel
import Testing

@testable import causeway

@Suite("Problems in the log of causeway serve")
struct ProblemLogTests {
  private func problem(
    _ severity: ManifestProblem.Severity, line: Int = 1, _ message: String
  ) -> ManifestProblem {
    ManifestProblem(
      severity, at: SourceLocation(file: "a.yaml", line: line), field: "spec", message: message)
  }

  @Test("A problem is said once when it appears and once when it is gone")
  func onceEach() {
    var log = ProblemLog()
    let wrong = problem(.error, "Wrong.")
    #expect(
      log.lines(for: [wrong])
        == [.init(level: .error, message: "a.yaml:1: error: spec: Wrong.")])
    #expect(log.lines(for: [wrong]) == [])
    #expect(
      log.lines(for: [])
        == [.init(level: .notice, message: "Settled: a.yaml:1: error: spec: Wrong.")])
    #expect(log.lines(for: []) == [])
    #expect(log.lines(for: [wrong]).count == 1)
  }

  @Test("A problem that only moves is not said again")
  func moved() {
    var log = ProblemLog()
    #expect(log.lines(for: [problem(.warning, "Odd.")]).count == 1)
    #expect(log.lines(for: [problem(.warning, line: 7, "Odd.")]) == [])
    #expect(
      log.lines(for: [])
        == [.init(level: .notice, message: "Settled: a.yaml:7: warning: spec: Odd.")])
  }

  @Test("The same problem at two places is said once")
  func twice() {
    var log = ProblemLog()
    #expect(
      log.lines(for: [problem(.warning, line: 1, "Odd."), problem(.warning, line: 2, "Odd.")]).count
        == 1)
  }

  @Test("Lines come in the order of files, with the level of their severity")
  func order() {
    var log = ProblemLog()
    let lines = log.lines(for: [
      problem(.note, line: 3, "C."), problem(.warning, line: 2, "B."),
      problem(.error, line: 1, "A."),
    ])
    #expect(lines.map(\.level) == [.error, .warning, .info])
  }

  @Test("What stays in force of broken documents is said once, with a few names")
  func kept() {
    var log = ProblemLog()
    let objects = (1...5).map { ObjectReference(.service, namespace: "shop", name: "s\($0)") }
    let wrong = [problem(.error, "Wrong.")]
    #expect(log.lines(for: []) == [])
    #expect(
      log.lines(for: wrong, keeping: [objects[0]]).map(\.message) == [
        "a.yaml:1: error: spec: Wrong.", "The last good version stays in force: Service shop/s1.",
      ])
    #expect(log.lines(for: wrong, keeping: [objects[0]]) == [])
    #expect(
      log.lines(for: wrong, keeping: objects).map(\.message) == [
        "The last good version stays in force: Service shop/s2, Service shop/s3, Service shop/s4 "
          + "and 1 more."
      ])
    _ = log.lines(for: [])
    #expect(log.lines(for: wrong, keeping: [objects[0]]).count == 2)
  }
}
