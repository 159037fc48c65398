internal import EnvoyAPI
internal import FoundationEssentials
internal import Logging

/// How a line of the log is written.
enum LogFormat: String, CaseIterable, Hashable, Sendable {
  /// `2026-11-25T18:30:01.123Z warning message key=value`
  case text
  /// One JSON object: `time` (RFC 3339), `level`, `label`, `message`, and `metadata` where there is
  /// some.
  case json
}

/// One thing that the log says.
struct LogLine: Sendable {
  /// When it was said.
  var time: Date
  /// How bad it is.
  var level: Logger.Level
  /// The logger that says it.
  var label: String
  /// What it says.
  var message: String
  /// What belongs to it.
  var metadata: Logger.Metadata = [:]

  /// The line, without a newline: there is none in it, whatever the message and the metadata hold.
  func text(as format: LogFormat) -> String {
    let time = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let entries = metadata.sorted { $0.key < $1.key }
    switch format {
    case .text:
      let pairs = entries.map { " \(Self.quoted($0.key))=\(Self.quoted("\($0.value)"))" }
      return "\(time) \(level.rawValue) \(message.printable)" + pairs.joined()
    case .json:
      var members: [JSONValue.Member] = [
        .init("time", .string(time)), .init("level", .string(level.rawValue)),
        .init("label", .string(label)), .init("message", .string(message)),
      ]
      if !entries.isEmpty {
        members.append(
          .init("metadata", .object(entries.map { .init($0.key, Self.json($0.value)) })))
      }
      return JSONValue.object(members).line
    }
  }

  /// A key or a value, between quotes where it would not be one word.
  private static func quoted(_ text: String) -> String {
    let isWord = !text.isEmpty && !text.contains { $0 == " " || $0 == "\"" || $0 == "=" }
    let printable = text.printable
    return isWord && printable == text
      ? text
      : "\""
        + printable.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\\\"") + "\""
  }

  private static func json(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let value): .string(value.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let entries):
      .object(entries.sorted { $0.key < $1.key }.map { .init($0.key, json($0.value)) })
    }
  }
}
