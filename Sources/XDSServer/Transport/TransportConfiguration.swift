/// The limits and times of the transport.
public struct TransportConfiguration: Hashable, Sendable {
  /// The longest request message; a delta client that comes back names every resource it has.
  public var messageBytesMax = 16 << 20
  /// The calls that one connection may have open at a time.
  public var concurrentStreamsMax = 100
  /// The size of a request's header fields, counted as RFC 9113 §6.5.2 says.
  public var headerListBytesMax = 16 << 10
  /// How often a connection is sent a PING.
  ///
  /// A peer from which nothing came until the next one is dead.
  public var pingInterval = Duration.seconds(30)
  /// How long a new connection may take to say that it speaks HTTP/2.
  public var handshakeTimeout = Duration.seconds(10)
  /// How long a connection may be open without a call.
  public var idleTimeout = Duration.seconds(300)

  /// The defaults.
  public init() {}
}
