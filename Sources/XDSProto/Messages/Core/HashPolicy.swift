// Made by scripts/protos out of protos/envoy/type/v3/hash_policy.proto.

/// What a consistent hash of a connection is taken of.
public struct HashPolicy: ProtoMessage {
  /// The alternatives of `policy_specifier`.
  public enum PolicySpecifier: Equatable, Sendable {
    /// The source address.
    case sourceIp(HashPolicy.SourceIp)
  }

  /// The source address.
  public var policySpecifier: PolicySpecifier?

  /// A message with these fields.
  public init(
    policySpecifier: PolicySpecifier? = nil
  ) {
    self.policySpecifier = policySpecifier
  }

  /// A message with nothing set.
  public init() { self.init(policySpecifier: nil) }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.v3.HashPolicy" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    if case .sourceIp(let value)? = policySpecifier { writer.message(value, field: 1) }
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1:
        var value =
          if case .sourceIp(let old)? = policySpecifier { old } else { HashPolicy.SourceIp() }
        try reader.message(into: &value)
        policySpecifier = .sourceIp(value)
      default: try reader.skip()
      }
    }
  }
}

extension HashPolicy {
  /// The source address.
  public struct SourceIp: ProtoMessage {
    /// A message with nothing set.
    public init() {}

    /// The full name of the type.
    public static var typeName: String { "envoy.type.v3.HashPolicy.SourceIp" }

    /// Writes the fields, the last one first.
    public func write(to writer: inout ProtoWriter) {}

    /// Reads fields until the message ends.
    public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
      while try reader.nextField() != nil { try reader.skip() }
    }
  }
}
