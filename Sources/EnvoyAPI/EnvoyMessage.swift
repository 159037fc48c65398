internal import CEnvoyAPI

/// A message of Envoy's API, decoded by libprotobuf-c.
///
/// It judges what XDSProto writes and shows people what the wire carries: other code than wrote it.
/// Not for hot paths.
@safe public struct EnvoyMessage: ~Copyable {
  /// Owned, freed by `deinit`.
  private let raw: UnsafeMutablePointer<ProtobufCMessage>

  /// Decodes a message of the type of that full name, such as `envoy.config.cluster.v3.Cluster`.
  public init(typeName: String, bytes: [UInt8]) throws(EnvoyAPIError) {
    guard let descriptor = MessageDescriptor(named: typeName) else {
      throw .unknownType(typeName)
    }
    try checkWire(bytes, as: descriptor)
    let message = unsafe protobuf_c_message_unpack(descriptor.raw, nil, bytes.count, bytes)
    guard let message = unsafe message else {
      throw .malformed(type: typeName, reason: "libprotobuf-c refuses it")
    }
    unsafe raw = message
  }

  deinit { unsafe protobuf_c_message_free_unpacked(raw, nil) }

  /// The full names of all messages that can be decoded, sorted; map entries are none.
  public static var typeNames: [String] {
    MessageDescriptor.byName.values.filter { !$0.isMapEntry }.map(\.name).sorted()
  }

  /// The message as libprotobuf-c encodes it.
  public func packed() -> [UInt8] {
    let count = unsafe protobuf_c_message_get_packed_size(raw)
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      // An empty buffer may have no address, and an empty message has nothing to write.
      if count > 0, let start = buffer.baseAddress {
        initializedCount = unsafe protobuf_c_message_pack(raw, start)
      }
    }
  }

  /// The message as proto3 JSON, indented, its fields in the order of their numbers.
  ///
  /// A `google.protobuf.Any` of a type that is not known, or whose bytes are not of its type, shows
  /// its bytes in base64.
  public func json() -> String {
    withView { JSONPrinter.json(of: $0).text }
  }

  /// Lends the message to `body`, which must not keep it.
  func withView<Result, Failure>(
    _ body: (MessageView) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try body(MessageView(raw))
  }
}

extension EnvoyMessage {
  /// A resource as proto3 JSON, from the field `resources` of a DiscoveryResponse as it stands on
  /// the wire.
  ///
  /// Also the field `resource` of delta's Resource: its key is the same.
  public static func json(ofResourceField bytes: [UInt8]) throws(EnvoyAPIError) -> JSONValue {
    let typeName = "envoy.service.discovery.v3.DiscoveryResponse"
    let response = try EnvoyMessage(typeName: typeName, bytes: bytes)
    let json: JSONValue? = response.withView { view in
      guard case .message(let any)? = view.value(numbered: 2) else { return nil }
      return JSONPrinter.json(of: any)
    }
    guard let json else { throw .malformed(type: typeName, reason: "it holds no resource") }
    return json
  }
}
