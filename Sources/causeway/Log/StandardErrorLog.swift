internal import FoundationEssentials
internal import Logging

/// Writes the log to stderr, a line at a time.
struct StandardErrorLog: LogHandler {
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let format: LogFormat
  private let write: @Sendable (String) -> Void

  /// A log in that format; `label` is the logger's.
  init(
    label: String, format: LogFormat,
    write: @escaping @Sendable (String) -> Void = StandardError.write(line:)
  ) {
    self.label = label
    self.format = format
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    // What is nearer to the event wins.
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error { all["error"] = .string("\(error)") }
    let line = LogLine(
      time: .now, level: event.level, label: label, message: event.message.description,
      metadata: all)
    write(line.text(as: format))
  }
}
