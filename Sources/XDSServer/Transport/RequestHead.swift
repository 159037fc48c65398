/// The header fields of a request, while they arrive and until the call has started.
struct RequestHead {
  var method = ""
  var path = ""
  var authority = ""
  var contentType = ""
  var encoding = "identity"
  /// `grpc-timeout`; nil when there is none.
  var timeout: String?
  var metadata: [GRPCCall.Metadata] = []
  /// The size as RFC 9113 §6.5.2 counts it: "the length of the name and value in octets … plus an
  /// overhead of 32 octets for each field".
  private(set) var byteCount = 0
  /// "plus an overhead of 32 octets for each field".
  static let fieldOverhead = 32
  /// Whether the fields were more than allowed.
  ///
  /// Those that came after that were dropped.
  private(set) var isOversized = false

  /// Takes one field; names are in lower case, pseudo-header fields come first (both seen to by
  /// nghttp2).
  mutating func append(
    name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, bytesMax: Int
  ) {
    byteCount += name.count + value.count + Self.fieldOverhead
    guard byteCount <= bytesMax, !isOversized else {
      isOversized = true
      return
    }
    let name = unsafe String(decoding: name, as: UTF8.self)
    let value = unsafe String(decoding: value, as: UTF8.self)
    switch name {
    case ":method": method = value
    case ":path": path = value
    case ":authority": authority = value
    case ":scheme", "te": break
    case "host" where authority.isEmpty: authority = value
    case "content-type": contentType = value
    case "grpc-encoding": encoding = value
    case "grpc-timeout": timeout = value
    default: metadata.append(GRPCCall.Metadata(name: name, value: value))
    }
  }

  /// Whether the content is gRPC with protobuf messages.
  ///
  /// "Content-Type → "content-type" "application/grpc" [("+proto" / "+json" / {custom})]" (gRPC
  /// over HTTP2); other codecs, and gRPC-Web, are other content.
  var isGRPC: Bool {
    let type = contentType.prefix { $0 != ";" && $0 != " " }.lowercased()
    return type == "application/grpc" || type == "application/grpc+proto"
  }
}
