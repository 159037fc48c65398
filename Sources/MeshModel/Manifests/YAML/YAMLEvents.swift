// libyaml itself, rather than a package around it. Yams' composer recurses as deep as the document
// says, copies aliases without a bound, hashes mapping keys that may be exponentially large, and
// traps where libyaml reports an error it does not know: Causeway needs limits at each of these
// places. Yams also brings all of Foundation, which made three quarters of the program.
internal import CLibYAML

/// What libyaml finds next in a text.
struct YAMLEvent {
  enum Kind {
    case documentStart
    case documentEnd
    case streamEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart(anchor: String?)
    case mappingStart(anchor: String?)
    /// The end of a sequence or mapping; libyaml sees to it that they match.
    case collectionEnd
  }

  /// What it is.
  var kind: Kind
  /// The line, counted from 0 in the parser's text.
  var line: Int
}

/// A scalar as it is written.
struct YAMLScalar {
  /// The text, without quotes and with escapes resolved.
  var text: String
  /// Whether it has no quotes, so that `80` is a number and `true` a truth value.
  var isPlain: Bool
  /// An explicit tag (`!!str`), in its full form.
  var tag: String?
  /// The anchor that names it.
  var anchor: String?
}

/// The events of one text, read one by one.
///
/// Owns libyaml's parser and the text that it reads.
@safe struct YAMLEvents: ~Copyable {
  /// Owned: deleted and freed by deinit.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  /// Owned: libyaml keeps pointers into it for as long as the parser lives.
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let byteCount: Int

  /// Reads `bytes`, which must be UTF-8 (libyaml checks it while reading).
  init(_ bytes: ArraySlice<UInt8>) {
    byteCount = bytes.count
    // One byte more, so that an empty text has an address too.
    unsafe text = .allocate(capacity: bytes.count + 1)
    _ = unsafe text.initialize(from: bytes)
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      preconditionFailure("yaml_parser_initialize is out of memory")
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, text.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe text.deallocate()
  }

  /// The next event.
  ///
  /// After an error or the end of the stream it must not be called again.
  mutating func next() throws(YAMLError) -> YAMLEvent {
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure() }
      defer { unsafe yaml_event_delete(&event) }
      let line = unsafe Int(event.start_mark.line)
      if let kind = unsafe Self.kind(of: event) { return YAMLEvent(kind: kind, line: line) }
    }
  }

  /// Nil for an event that says nothing: the start of the stream.
  private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind? {
    switch unsafe event.type {
    case YAML_STREAM_END_EVENT: .streamEnd
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: unsafe .alias(string(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT: unsafe .scalar(scalar(of: event))
    case YAML_SEQUENCE_START_EVENT:
      unsafe .sequenceStart(anchor: string(event.data.sequence_start.anchor))
    case YAML_MAPPING_START_EVENT:
      unsafe .mappingStart(anchor: string(event.data.mapping_start.anchor))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .collectionEnd
    default: nil
    }
  }

  private static func scalar(of event: yaml_event_t) -> YAMLScalar {
    let scalar = unsafe event.data.scalar
    let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    return unsafe YAMLScalar(
      text: String(decoding: bytes, as: UTF8.self),
      isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
      tag: string(scalar.tag),
      anchor: string(scalar.anchor))
  }

  private static func string(_ pointer: UnsafePointer<UInt8>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe String(cString: pointer)
  }

  private func failure() -> YAMLError {
    let problem = unsafe Self.text(parser.pointee.problem) ?? "the text cannot be read"
    switch unsafe parser.pointee.error {
    case YAML_READER_ERROR:
      let offset = unsafe min(Int(parser.pointee.problem_offset), byteCount)
      let line = unsafe text[..<offset].count { $0 == UInt8(ascii: "\n") }
      return YAMLError(line: line, message: "This is not readable text: \(problem).")
    default:
      let line = unsafe Int(parser.pointee.problem_mark.line)
      // libyaml reads ahead, and so may find this before the composer does.
      if problem.hasPrefix("Maximum nesting level") {
        return YAMLError(line: line, message: YAMLLimits.depthMessage)
      }
      var message = "This is not valid YAML: "
      if let context = unsafe Self.text(parser.pointee.context) {
        let contextLine = unsafe Int(parser.pointee.context_mark.line)
        message += context
        let distance = line - contextLine
        if distance > 0 {
          message += " that begins \(distance) line\(distance == 1 ? "" : "s") above"
        }
        message += ", "
      }
      return YAMLError(line: line, message: message + problem + hint(onLine: line))
    }
  }

  /// The commonest mistake deserves a word of its own.
  private func hint(onLine line: Int) -> String {
    let lines = unsafe text[..<byteCount].split(
      separator: UInt8(ascii: "\n"), maxSplits: line + 1, omittingEmptySubsequences: false)
    guard unsafe line < lines.count else { return "." }
    let indentation = unsafe lines[line].prefix { $0 == 0x20 || $0 == 0x09 }
    return unsafe indentation.contains(0x09) ? "; indent with spaces, not with tabs." : "."
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe String(cString: pointer)
  }
}
