import EnvoyAPI
import Foundation
import Logging
import Platform
import Testing

@testable import causeway

@Suite("The log")
struct LogTests {
  private func line(
    _ message: String, _ metadata: Logger.Metadata = [:], as format: LogFormat
  ) -> String {
    LogLine(
      time: Date(timeIntervalSince1970: 1_764_095_401.125), level: .warning, label: "causeway",
      message: message, metadata: metadata
    ).text(as: format)
  }

  @Test("A line of text has the time, the level, the message and what belongs to it")
  func text() {
    #expect(line("Hello.", as: .text) == "2025-11-25T18:30:01.125Z warning Hello.")
    #expect(
      line(
        "Hello.",
        ["b": "two words", "a": .stringConvertible(1), "c": "say \"x\"", "d": "", "e": ["f"]],
        as: .text)
        == "2025-11-25T18:30:01.125Z warning Hello. a=1 b=\"two words\" c=\"say \\\"x\\\"\" d=\"\" "
        + "e=\"[\\\"f\\\"]\"")
  }

  @Test("A line of JSON is one object")
  func json() {
    #expect(
      line("Hello \"you\".", as: .json)
        == #"{"time": "2025-11-25T18:30:01.125Z", "level": "warning", "label": "causeway", "#
        + #""message": "Hello \"you\"."}"#)
    #expect(
      line("x", ["b": ["c": "d"], "a": ["e", .stringConvertible(1)]], as: .json)
        .hasSuffix(#", "message": "x", "metadata": {"a": ["e", "1"], "b": {"c": "d"}}}"#))
  }

  @Test("Nothing makes a second line, or gives orders to a terminal", arguments: LogFormat.allCases)
  func hostile(_ format: LogFormat) throws {
    let evil = "a\nb\r\u{1B}[2J\u{9B}1m\u{2028}\u{0}"
    let text = line(evil, ["k\n=": .string(evil)], as: format)
    #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(text.split(whereSeparator: \.isNewline).count == (format == .text ? 1 : 3))
    if format == .json {
      #expect(try JSONValue(parsing: text)["message"]?.stringValue == evil)
      #expect(try JSONValue(parsing: text)["metadata"]?["k\n="]?.stringValue == evil)
    }
  }

  @Test("What is nearer to the event wins")
  func metadata() {
    let recorder = LineRecorder()
    var log = StandardErrorLog(label: "l", format: .text, write: recorder.write)
    log.metadata = ["a": "handler", "b": "handler", "c": "handler"]
    log.metadataProvider = Logger.MetadataProvider { ["b": "provider", "c": "provider"] }
    log[metadataKey: "d"] = "set"
    var logger = Logger(label: "l") { _ in log }
    logger.logLevel = .warning
    logger.warning("m", metadata: ["c": "event"])
    logger.info("not said")
    #expect(recorder.lines.count == 1)
    #expect(recorder.lines[0].hasSuffix(" warning m a=handler b=provider c=event d=set"))
  }

  @Test("serve writes its log in the format that it is told")
  func serve() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("kind: [", "broken.yaml")
    let server = try RunningServer(config: [path], environment: ["CAUSEWAY_LOG_FORMAT": "json"])
    try server.wait(for: "the error") { server.log.contains("\"error\"") }
    server.signal(SIGTERM)
    #expect(try server.exitCode() == 0)
    let lines = try server.log.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(lines.count >= 4)
    for line in lines {
      #expect(line.members?.map(\.name) == ["time", "level", "label", "message"])
      let time = try #require(line["time"]?.stringValue)
      #expect(
        try Regex(#"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"#).wholeMatch(in: time) != nil)
    }
    let refused = try Program.run(["serve", "--config", path, "--log-format", "xml"])
    #expect(refused.exitCode == 64)
    #expect(refused.errors.contains("--log-format: 'xml' is not a format: choose text or json."))
  }
}

/// Keeps the lines of a log.
private final class LineRecorder: Sendable {
  private let recorded = Lock<[String]>([])

  var lines: [String] { recorded.withLock { $0 } }
  var write: @Sendable (String) -> Void { { line in self.recorded.withLock { $0.append(line) } } }
}
