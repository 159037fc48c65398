/// Where connections are accepted over TLS, and with what.
public struct TLSListener: Sendable {
  /// Where to listen.
  public var address: SocketAddress
  /// What connections are accepted with until others replace it.
  public var credentials: TLSCredentials

  /// An address and credentials.
  public init(address: SocketAddress, credentials: TLSCredentials) {
    self.address = address
    self.credentials = credentials
  }
}
