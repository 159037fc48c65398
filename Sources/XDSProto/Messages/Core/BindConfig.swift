// Made by scripts/protos out of protos/envoy/config/core/v3/address.proto.

/// What upstream connections are bound to.
public struct BindConfig: ProtoMessage {
  /// The source address.
  public var sourceAddress: SocketAddress?
  /// Whether the source address may belong to no interface.
  public var freebind: Bool?

  /// A message with these fields.
  public init(
    sourceAddress: SocketAddress? = nil,
    freebind: Bool? = nil
  ) {
    self.sourceAddress = sourceAddress
    self.freebind = freebind
  }

  /// A message with nothing set.
  public init() { self.init(sourceAddress: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.config.core.v3.BindConfig" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.wrapped(freebind, field: 2)
    writer.message(sourceAddress, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &sourceAddress)
      case 2: try reader.wrapped(into: &freebind)
      default: try reader.skip()
      }
    }
  }
}
