/// A protobuf message that writes and reads itself.
///
/// A value that was never set is not written, as in every proto3 message.
public protocol ProtoMessage: Equatable, Sendable {
  /// The full name, such as `envoy.config.cluster.v3.Cluster`.
  static var typeName: String { get }

  /// A message with nothing set.
  init()

  /// Puts the fields in front of what `writer` holds, the one with the highest number first, so
  /// that they end up in ascending order.
  func write(to writer: inout ProtoWriter)

  /// Adds the fields up to the end of the message that `reader` is in.
  ///
  /// A field that is there already is replaced, a message merged, a repeated field appended to.
  mutating func merge(from reader: inout ProtoReader) throws(WireError)
}

extension ProtoMessage {
  /// The URL that names the type inside a `google.protobuf.Any`.
  public static var typeURL: String { "type.googleapis.com/" + typeName }

  /// Reads a message.
  public init(protobuf bytes: RawSpan) throws(WireError) {
    self.init()
    var reader = ProtoReader(bytes)
    try merge(from: &reader)
  }

  /// Reads a message.
  public init(protobuf bytes: [UInt8]) throws(WireError) {
    unsafe try self.init(protobuf: bytes.span.bytes)
  }

  /// The message's bytes.
  ///
  /// Who writes many messages keeps a ``ProtoWriter`` and its buffer instead.
  public func encoded() -> [UInt8] {
    var writer = ProtoWriter()
    write(to: &writer)
    return writer.copyBytes()
  }
}

/// A protobuf enumeration: any number may come over the wire, some have a name.
public protocol ProtoEnum: RawRepresentable, Hashable, Sendable where RawValue == Int32 {
  /// The value of that number.
  init(rawValue: Int32)
}
