// Made by scripts/protos out of protos/envoy/extensions/transport_sockets/tls/v3/common.proto.

/// What a TLS handshake may agree on.
public struct TlsParameters: ProtoMessage {
  /// The lowest version.
  public var tlsMinimumProtocolVersion: TlsParameters.TlsProtocol
  /// The highest version.
  public var tlsMaximumProtocolVersion: TlsParameters.TlsProtocol
  /// The cipher suites of TLS 1.2 and below, in the order of preference.
  public var cipherSuites: [String]
  /// The elliptic curves, in the order of preference.
  public var ecdhCurves: [String]

  /// A message with these fields.
  public init(
    tlsMinimumProtocolVersion: TlsParameters.TlsProtocol = .tlsAuto,
    tlsMaximumProtocolVersion: TlsParameters.TlsProtocol = .tlsAuto,
    cipherSuites: [String] = [],
    ecdhCurves: [String] = []
  ) {
    self.tlsMinimumProtocolVersion = tlsMinimumProtocolVersion
    self.tlsMaximumProtocolVersion = tlsMaximumProtocolVersion
    self.cipherSuites = cipherSuites
    self.ecdhCurves = ecdhCurves
  }

  /// A message with nothing set.
  public init() { self.init(tlsMinimumProtocolVersion: .tlsAuto) }

  /// The full name of the type.
  public static var typeName: String { "envoy.extensions.transport_sockets.tls.v3.TlsParameters" }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.strings(ecdhCurves, field: 4)
    writer.strings(cipherSuites, field: 3)
    writer.enumeration(tlsMaximumProtocolVersion, field: 2)
    writer.enumeration(tlsMinimumProtocolVersion, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: tlsMinimumProtocolVersion = try reader.enumeration()
      case 2: tlsMaximumProtocolVersion = try reader.enumeration()
      case 3: cipherSuites.append(try reader.string())
      case 4: ecdhCurves.append(try reader.string())
      default: try reader.skip()
      }
    }
  }
}

extension TlsParameters {
  /// A version of TLS.
  public struct TlsProtocol: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `TLS_AUTO`.
    public static let tlsAuto = Self(rawValue: 0)
    /// `TLSv1_0`.
    public static let tlsv10 = Self(rawValue: 1)
    /// `TLSv1_1`.
    public static let tlsv11 = Self(rawValue: 2)
    /// `TLSv1_2`.
    public static let tlsv12 = Self(rawValue: 3)
    /// `TLSv1_3`.
    public static let tlsv13 = Self(rawValue: 4)
  }
}
