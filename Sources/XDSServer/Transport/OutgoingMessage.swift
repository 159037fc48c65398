/// One gRPC message to send: bytes of its own, followed by bytes that it shares with other
/// messages.
///
/// The shared bytes go to the socket from where they are. What the stream's own part holds should
/// therefore be small: the nonce, the version, the type URL.
public struct OutgoingMessage: Sendable {
  /// The first part of the message, the stream's own.
  let header: [UInt8]
  /// The rest of the message.
  let body: [SharedBytes]
  /// The number of bytes, without gRPC's prefix of five bytes.
  public let count: Int

  /// A message of `header` followed by `body`.
  ///
  /// - Precondition: all of it is at most 4 GiB long, because the prefix has 32 bits for its
  ///   length.
  /// - Complexity: O(*n*) in the number of elements of `body`.
  public init(header: [UInt8], body: [SharedBytes] = []) {
    self.header = header
    self.body = body
    count = body.reduce(header.count) { $0 + $1.count }
    precondition(count <= UInt32.max, "a gRPC message is at most 4 GiB long")
  }
}
