// Made by scripts/protos out of protos/envoy/type/v3/percent.proto.

/// A fraction with a fixed denominator.
public struct FractionalPercent: ProtoMessage {
  /// The numerator.
  public var numerator: UInt32
  /// The denominator.
  public var denominator: FractionalPercent.DenominatorType

  /// A message with these fields.
  public init(
    numerator: UInt32 = 0,
    denominator: FractionalPercent.DenominatorType = .hundred
  ) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// A message with nothing set.
  public init() { self.init(numerator: 0) }

  /// The full name of the type.
  public static var typeName: String { "envoy.type.v3.FractionalPercent" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.enumeration(denominator, field: 2)
    writer.uint32(numerator, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: numerator = try reader.uint32()
      case 2: denominator = try reader.enumeration()
      default: try reader.skip()
      }
    }
  }
}

extension FractionalPercent {
  /// The denominator of a fraction.
  public struct DenominatorType: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `HUNDRED`.
    public static let hundred = Self(rawValue: 0)
    /// `TEN_THOUSAND`.
    public static let tenThousand = Self(rawValue: 1)
    /// `MILLION`.
    public static let million = Self(rawValue: 2)
  }
}
