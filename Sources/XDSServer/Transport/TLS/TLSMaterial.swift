/// What a TLS server is made of: the contents of its PEM files.
public struct TLSMaterial: Hashable, Sendable {
  /// One of them.
  public enum Part: Hashable, Sendable {
    /// The certificate that is shown, followed by those between it and its CA.
    case certificate
    /// The private key of that certificate.
    case key
    /// The certificates of the CAs that sign those of the other side: clients', for a server.
    case clientCA
  }

  /// The server's certificate, followed by those between it and its CA.
  public var certificate: [UInt8]
  /// The private key of that certificate.
  public var key: [UInt8]
  /// The CAs of the clients' certificates; nil when clients are not asked for one.
  public var clientCA: [UInt8]?

  /// The contents of the files.
  public init(certificate: [UInt8], key: [UInt8], clientCA: [UInt8]? = nil) {
    self.certificate = certificate
    self.key = key
    self.clientCA = clientCA
  }
}

/// Why material cannot be used.
public struct TLSMaterialError: Error, Hashable, Sendable {
  /// What is wrong.
  public var part: TLSMaterial.Part
  /// A sentence about it, without its name.
  public var sentence: String
}

/// Something about usable material that a person should know.
public struct TLSMaterialWarning: Hashable, Sendable {
  /// What it is about.
  public var part: TLSMaterial.Part
  /// A sentence about it, without its name.
  public var sentence: String
}
