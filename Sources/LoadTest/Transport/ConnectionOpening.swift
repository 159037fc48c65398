internal import CNghttp2

/// What every connection begins with, put together once: preface, SETTINGS, and the requests that
/// open the calls.
struct ConnectionOpening: Sendable {
  /// The window of a stream and of a connection: Envoy's own default.
  static let windowBytes = 256 << 20
  /// The default of both (RFC 9113 §6.9.2).
  static let windowBytesAtFirst = 65_535

  /// The bytes of the opening.
  let bytes: [UInt8]
  /// How many calls it opens.
  let callCount: Int

  /// The opening of a connection with calls of those paths, in this order.
  init(paths: [String], authority: String, isTLS: Bool) {
    callCount = paths.count
    var bytes = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    let settings: [(nghttp2_settings_id, Int)] = [
      (NGHTTP2_SETTINGS_HEADER_TABLE_SIZE, 0), (NGHTTP2_SETTINGS_ENABLE_PUSH, 0),
      (NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, Self.windowBytes),
    ]
    Frame.appendHeader(
      length: settings.count * 6, NGHTTP2_SETTINGS, flags: 0, stream: 0, to: &bytes)
    for (id, value) in settings {
      bytes += [UInt8(id.rawValue >> 8), UInt8(truncatingIfNeeded: id.rawValue)]
      Frame.append(UInt32(value), to: &bytes)
    }
    Frame.appendWindowUpdate(
      Self.windowBytes - Self.windowBytesAtFirst, stream: 0, to: &bytes)
    for (index, path) in paths.enumerated() {
      let fields = Self.fields(path: path, authority: authority, isTLS: isTLS)
      // END_HEADERS.
      Frame.appendHeader(
        length: fields.count, NGHTTP2_HEADERS, flags: 4, stream: Self.stream(ofCall: index),
        to: &bytes)
      bytes += fields
    }
    self.bytes = bytes
  }

  /// The number of a call's stream.
  static func stream(ofCall index: Int) -> Int32 { Int32(2 * index + 1) }

  /// The header block of a request (RFC 7541 §6.2.2, without indexing and Huffman codes).
  private static func fields(path: String, authority: String, isTLS: Bool) -> [UInt8] {
    // Of the static table: `:method: POST`, `:scheme: http` or `https`.
    var block: [UInt8] = [0x83, isTLS ? 0x87 : 0x86]
    append(name: 4, path, to: &block)
    append(name: 1, authority, to: &block)
    append(name: 31, "application/grpc", to: &block)
    append(name: 58, "causeway-load", to: &block)
    block.append(0x00)
    append("te", to: &block)
    append("trailers", to: &block)
    return block
  }

  private static func append(name index: Int, _ value: String, to block: inout [UInt8]) {
    append(index, prefixBits: 4, to: &block)
    append(value, to: &block)
  }

  private static func append(_ text: String, to block: inout [UInt8]) {
    append(text.utf8.count, prefixBits: 7, to: &block)
    block += text.utf8
  }

  /// An integer (RFC 7541 §5.1).
  private static func append(_ value: Int, prefixBits: Int, to block: inout [UInt8]) {
    let most = (1 << prefixBits) - 1
    guard value >= most else { return block.append(UInt8(value)) }
    block.append(UInt8(most))
    var rest = value - most
    while rest >= 0x80 {
      block.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    block.append(UInt8(rest))
  }
}

/// How frames are written.
enum Frame {
  /// Appends the header of a frame.
  static func appendHeader(
    length: Int, _ type: nghttp2_frame_type, flags: UInt8, stream: Int32, to bytes: inout [UInt8]
  ) {
    bytes.append(UInt8(truncatingIfNeeded: length >> 16))
    bytes.append(UInt8(truncatingIfNeeded: length >> 8))
    bytes.append(UInt8(truncatingIfNeeded: length))
    bytes.append(UInt8(type.rawValue))
    bytes.append(flags)
    append(UInt32(bitPattern: stream), to: &bytes)
  }

  /// Appends a frame that opens a window.
  static func appendWindowUpdate(_ increment: Int, stream: Int32, to bytes: inout [UInt8]) {
    appendHeader(length: 4, NGHTTP2_WINDOW_UPDATE, flags: 0, stream: stream, to: &bytes)
    append(UInt32(increment), to: &bytes)
  }

  /// Appends a number, the highest byte first.
  static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    bytes.append(UInt8(truncatingIfNeeded: number >> 24))
    bytes.append(UInt8(truncatingIfNeeded: number >> 16))
    bytes.append(UInt8(truncatingIfNeeded: number >> 8))
    bytes.append(UInt8(truncatingIfNeeded: number))
  }

  /// The number at the beginning of `bytes`, the highest byte first; 0 if they are too few.
  static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}
