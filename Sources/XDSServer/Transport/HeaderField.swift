internal import CNghttp2

/// A header field or trailer field to send.
struct HeaderField {
  /// The name, in lower case.
  var name: String
  /// The value, as bytes that a field may have (RFC 9110 §5.5).
  var value: [UInt8]

  init(_ name: String, _ value: String) { self.init(name, Array(value.utf8)) }

  init(_ name: String, _ value: [UInt8]) {
    self.name = name
    self.value = value
  }
}

extension HeaderField {
  /// Calls `body` with the fields as nghttp2 wants them; it copies what it needs.
  static func withPairs<R>(
    _ fields: [HeaderField], _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R
  ) -> R {
    var bytes = fields.flatMap { Array($0.name.utf8) + $0.value }
    return unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      var offset = 0
      var pairs: [nghttp2_nv] = unsafe []
      for field in fields {
        let nameCount = field.name.utf8.count
        let name = unsafe bytes.baseAddress?.advanced(by: offset)
        unsafe pairs.append(
          nghttp2_nv(
            name: name, value: name?.advanced(by: nameCount), namelen: nameCount,
            valuelen: field.value.count, flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)))
        offset += nameCount + field.value.count
      }
      return unsafe body(pairs, pairs.count)
    }
  }

  /// The header fields of every response that has messages.
  static let response = [
    HeaderField(":status", "200"), HeaderField("content-type", "application/grpc"),
  ]

  /// The trailers that say how a call ended.
  static func trailers(_ status: GRPCStatus) -> [HeaderField] {
    var fields = [HeaderField("grpc-status", String(status.code.rawValue))]
    if !status.message.isEmpty {
      fields.append(HeaderField("grpc-message", status.encodedMessage))
    }
    return fields
  }
}
