import CNghttp2

@testable import XDSServer

/// A client that makes much work for little of its own, as the bytes that it sends.
enum Attack: CaseIterable {
  /// CVE-2023-44487: calls that are opened and reset.
  case rapidReset
  /// CVE-2025-8671: calls that we must reset, as their windows overflow.
  case provokedReset
  /// The same, by requests that are none.
  case emptyHeaders
  case pings
  case pingAnswers
  case settings
  case emptyData
  case tinyData
  case priorities
  case windowUpdates
  /// A frame type that nghttp2 does not know, and tells nobody of.
  case unknownFrames
  /// DATA of a call that has ended, which nghttp2 ignores.
  case lateData
  /// CVE-2024-27316: a header block without end, in pieces of nothing.
  case continuations
  /// The same in large pieces.
  case largeContinuations
  /// One byte for each field of 60: the static table of HPACK.
  case indexedFields
  /// One byte for each field of 3,000: a field of the client's own in HPACK's dynamic table, by a
  /// client that has not acknowledged that there is none.
  case dynamicFields

  /// How the connection must end.
  var end: ConnectionEnd {
    switch self {
    case .rapidReset: .resetFlood
    case .provokedReset, .emptyHeaders: .provokedResetFlood
    case .pings, .pingAnswers: .pingFlood
    case .settings: .settingsFlood
    case .emptyData, .tinyData, .priorities, .windowUpdates, .unknownFrames, .lateData: .frameFlood
    case .continuations: .continuationFlood
    case .largeContinuations, .indexedFields, .dynamicFields: .headerFlood
    }
  }

  /// Preface, SETTINGS and their acknowledgement, and a call.
  var beginning: [UInt8] {
    let acknowledgement =
      self == .dynamicFields ? [] : Self.frame(NGHTTP2_SETTINGS, flags: 1)
    return Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + Self.frame(NGHTTP2_SETTINGS)
      + acknowledgement
      + (isCallNeeded ? Self.request(on: 1) : [])
      + (self == .lateData ? Self.frame(NGHTTP2_RST_STREAM, on: 1, [0, 0, 0, 8]) : [])
  }

  private var isCallNeeded: Bool {
    switch self {
    case .emptyData, .tinyData, .lateData: true
    default: false
    }
  }

  /// What is sent again and again.
  func round(_ index: Int) -> [UInt8] {
    let stream = UInt32(2 * index + 1)
    switch self {
    case .rapidReset:
      return Self.request(on: stream) + Self.frame(NGHTTP2_RST_STREAM, on: stream, [0, 0, 0, 8])
    case .provokedReset:
      return Self.request(on: stream)
        + Self.frame(NGHTTP2_WINDOW_UPDATE, on: stream, [0x7F, 0xFF, 0xFF, 0xFF])
    case .emptyHeaders: return Self.frame(NGHTTP2_HEADERS, flags: 4, on: stream, [Self.noTable])
    case .pings: return Self.frame(NGHTTP2_PING, .init(repeating: 1, count: 8))
    case .pingAnswers: return Self.frame(NGHTTP2_PING, flags: 1, .init(repeating: 1, count: 8))
    case .settings: return Self.frame(NGHTTP2_SETTINGS)
    case .emptyData: return Self.frame(NGHTTP2_DATA, on: 1)
    // Of a message of 16 MB.
    case .tinyData: return Self.frame(NGHTTP2_DATA, on: 1, index == 0 ? [0, 0, 255, 0, 0] : [0])
    case .lateData: return Self.frame(NGHTTP2_DATA, on: 1, [0])
    case .priorities: return Self.frame(NGHTTP2_PRIORITY, on: 1, [0, 0, 0, 3, 1])
    case .windowUpdates: return Self.frame(NGHTTP2_WINDOW_UPDATE, [0, 0, 0, 1])
    case .unknownFrames: return Self.frame(nghttp2_frame_type(0xFA), [1])
    case .continuations, .largeContinuations, .indexedFields, .dynamicFields:
      return headerBomb(index)
    }
  }

  private func headerBomb(_ index: Int) -> [UInt8] {
    let type = index == 0 ? NGHTTP2_HEADERS : NGHTTP2_CONTINUATION
    let stream = UInt32(2 * index + 1)
    switch self {
    case .continuations: return Self.frame(type, on: 1, index == 0 ? Self.requestFields : [])
    case .largeContinuations:
      // Literals, of a value of 100 bytes each.
      let field: [UInt8] = [0, 1, 0x78, 100] + .init(repeating: 0x61, count: 100)
      let fields = (0..<150).flatMap { _ in field }
      return Self.frame(type, on: 1, index == 0 ? Self.requestFields : fields)
    case .indexedFields:
      // 16 is "accept-encoding: gzip, deflate".
      let fields = [UInt8](repeating: 0x90, count: 1200)
      return Self.frame(NGHTTP2_HEADERS, flags: 4, on: stream, Self.requestFields + fields)
    default:
      // "Literal Header Field with Incremental Indexing" of 3,000 bytes, then 62, the newest of the
      // dynamic table.
      let field: [UInt8] = [0x40, 1, 0x78, 0x7F, 0xB9, 0x16] + .init(repeating: 0x61, count: 3000)
      let fields = field + [UInt8](repeating: 0xBE, count: 40)
      return Self.frame(
        NGHTTP2_HEADERS, flags: 4, on: stream, Self.requestFields.dropFirst() + fields)
    }
  }

  /// A frame of that payload.
  static func frame(
    _ type: nghttp2_frame_type, flags: UInt8 = 0, on stream: UInt32 = 0, _ payload: [UInt8] = []
  ) -> [UInt8] {
    let length = payload.count
    let header: [UInt8] = [
      UInt8(length >> 16), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), UInt8(type.rawValue),
      flags,
    ]
    let number = stride(from: 24, through: 0, by: -8).map { UInt8(stream >> $0 & 0xFF) }
    return header + number + payload
  }

  /// A request of the echo service, without END_STREAM.
  static func request(on stream: UInt32) -> [UInt8] {
    frame(NGHTTP2_HEADERS, flags: 4, on: stream, requestFields)
  }

  /// HPACK's update of the table's size to nothing, which our SETTINGS ask for (RFC 7541 §4.2).
  static let noTable: UInt8 = 0x20

  /// POST and http from HPACK's static table, the others as literals.
  private static var requestFields: [UInt8] {
    func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
    return [noTable, 0x83, 0x86, 0x04] + text("/test.Echo/Call") + [0x01] + text("test") + [
      0x0F, 0x10,
    ]
      + text("application/grpc") + [0x00] + text("te") + text("trailers")
  }
}
