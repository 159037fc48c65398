// Made by scripts/protos out of protos/envoy/extensions/transport_sockets/tls/v3/common.proto.

/// When a certificate of the other side is accepted.
public struct CertificateValidationContext: ProtoMessage {
  /// The roots.
  public var trustedCa: DataSource?
  /// The SHA-256 hashes of the certificates that are accepted, in hex.
  public var verifyCertificateHash: [String]
  /// The SHA-256 hashes of the public keys that are accepted, in Base64.
  public var verifyCertificateSpki: [String]
  /// The certificates that were revoked.
  public var crl: DataSource?
  /// The names of which the certificate must have one, whatever kind they are.
  ///
  /// Deprecated, and the only one that gRPC reads.
  public var matchSubjectAltNames: [StringMatcher]
  /// What becomes of a certificate that no root vouches for.
  public var trustChainVerification: CertificateValidationContext.TrustChainVerification
  /// The names of which the certificate must have one.
  public var matchTypedSubjectAltNames: [SubjectAltNameMatcher]

  /// A message with these fields.
  public init(
    trustedCa: DataSource? = nil,
    verifyCertificateHash: [String] = [],
    verifyCertificateSpki: [String] = [],
    crl: DataSource? = nil,
    matchSubjectAltNames: [StringMatcher] = [],
    trustChainVerification: CertificateValidationContext.TrustChainVerification = .verifyTrustChain,
    matchTypedSubjectAltNames: [SubjectAltNameMatcher] = []
  ) {
    self.trustedCa = trustedCa
    self.verifyCertificateHash = verifyCertificateHash
    self.verifyCertificateSpki = verifyCertificateSpki
    self.crl = crl
    self.matchSubjectAltNames = matchSubjectAltNames
    self.trustChainVerification = trustChainVerification
    self.matchTypedSubjectAltNames = matchTypedSubjectAltNames
  }

  /// A message with nothing set.
  public init() { self.init(trustedCa: nil) }

  /// The full name of the type.
  public static var typeName: String {
    "envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext"
  }

  /// Writes the fields, the last one first.
  public func write(to writer: inout ProtoWriter) {
    writer.messages(matchTypedSubjectAltNames, field: 15)
    writer.enumeration(trustChainVerification, field: 10)
    writer.messages(matchSubjectAltNames, field: 9)
    writer.message(crl, field: 7)
    writer.strings(verifyCertificateSpki, field: 3)
    writer.strings(verifyCertificateHash, field: 2)
    writer.message(trustedCa, field: 1)
  }

  /// Reads fields until the message ends.
  public mutating func merge(from reader: inout ProtoReader) throws(WireError) {
    while let field = try reader.nextField() {
      switch field {
      case 1: try reader.message(into: &trustedCa)
      case 2: verifyCertificateHash.append(try reader.string())
      case 3: verifyCertificateSpki.append(try reader.string())
      case 7: try reader.message(into: &crl)
      case 9: matchSubjectAltNames.append(try reader.message())
      case 10: trustChainVerification = try reader.enumeration()
      case 15: matchTypedSubjectAltNames.append(try reader.message())
      default: try reader.skip()
      }
    }
  }
}

extension CertificateValidationContext {
  /// What becomes of a certificate that no root vouches for.
  public struct TrustChainVerification: ProtoEnum {
    /// The number on the wire.
    public var rawValue: Int32

    /// The value of that number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// `VERIFY_TRUST_CHAIN`.
    public static let verifyTrustChain = Self(rawValue: 0)
    /// `ACCEPT_UNTRUSTED`.
    public static let acceptUntrusted = Self(rawValue: 1)
  }
}
