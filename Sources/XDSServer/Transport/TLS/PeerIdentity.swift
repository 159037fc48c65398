/// What the transport knows of who is at the other end of a connection.
public enum PeerIdentity: Hashable, Sendable {
  /// Nothing: the connection is not encrypted.
  case unknown
  /// Nothing but that the connection is encrypted: clients are not asked for a certificate.
  case anonymous
  /// The client has shown a certificate of the client CA; what follows are its URIs (subject
  /// alternative names), in their order, maybe none.
  case certificate(uris: [String])
}
