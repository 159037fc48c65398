/// One gRPC message to send: a few bytes of its own, then what it shares with other messages.
///
/// Costs no allocation where the shared part is there already.
public struct OutgoingMessage: Sendable {
  /// gRPC's prefix and the message's own bytes: "Length-Prefixed-Message → Compressed-Flag
  /// Message-Length Message" (gRPC over HTTP2), never compressed, the length in big endian.
  let lead: ShortBytes
  /// The rest of the message.
  let shared: SharedMessage
  /// The number of bytes, without gRPC's prefix of five bytes.
  public let count: Int

  /// A message of `header` followed by `body`.
  ///
  /// - Precondition: all of it is at most 4 GiB long, because the prefix has 32 bits for its
  ///   length.
  /// - Complexity: O(*n*) in the number of elements of `body`.
  public init(header: [UInt8], body: [SharedBytes] = []) {
    self.init(own: ShortBytes(), SharedMessage(header: header, body: body))
  }

  /// A message of `own` bytes followed by `shared` ones.
  ///
  /// - Precondition: `own` leaves room for gRPC's prefix, and all of it is at most 4 GiB long.
  init(own: ShortBytes, _ shared: SharedMessage) {
    count = own.count + shared.count
    precondition(count <= UInt32.max, "a gRPC message is at most 4 GiB long")
    var lead = ShortBytes()
    lead.append(0)
    for shift in [24, 16, 8, 0] { lead.append(UInt8(truncatingIfNeeded: count >> shift)) }
    lead.append(own)
    self.lead = lead
    self.shared = shared
  }
}

/// What messages on many streams have in common: made once, and sent from where it is.
final class SharedMessage: Sendable {
  /// What is copied for each message, because it is short.
  let header: [UInt8]
  /// What goes to the socket from where it is.
  let body: [SharedBytes]
  /// The bytes of both.
  let count: Int

  /// A message of `header` followed by `body`; what is short altogether is put together at once.
  init(header: [UInt8], body: [SharedBytes]) {
    count = body.reduce(header.count) { $0 + $1.count }
    if count <= OutputList.copiedBytesMax {
      self.header = body.reduce(into: header) { $0 += $1.bytes }
      self.body = []
    } else {
      self.header = header
      self.body = body
    }
  }
}
