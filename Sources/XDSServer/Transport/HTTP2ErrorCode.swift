/// An error code of RST_STREAM and GOAWAY frames (RFC 9113 §7).
public struct HTTP2ErrorCode: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public var rawValue: UInt32

  /// The code of that number; numbers that no RFC defines are codes too.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Nothing is wrong.
  public static let noError = HTTP2ErrorCode(rawValue: 0x0)
  /// The peer broke the protocol.
  public static let protocolError = HTTP2ErrorCode(rawValue: 0x1)
  /// Something of ours went wrong.
  public static let internalError = HTTP2ErrorCode(rawValue: 0x2)
  /// The peer sent more than it was allowed, or allowed more than it may.
  public static let flowControlError = HTTP2ErrorCode(rawValue: 0x3)
  /// The stream was not processed and may be tried again.
  public static let refusedStream = HTTP2ErrorCode(rawValue: 0x7)
  /// The stream is not needed any more.
  public static let cancel = HTTP2ErrorCode(rawValue: 0x8)
  /// The peer makes too much work.
  public static let enhanceYourCalm = HTTP2ErrorCode(rawValue: 0xb)
}

extension HTTP2ErrorCode: CustomStringConvertible {
  /// The name that RFC 9113 gives it.
  public var description: String {
    let names = [
      "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
      "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR",
      "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ]
    return rawValue < names.count ? names[Int(rawValue)] : "error code \(rawValue)"
  }
}
