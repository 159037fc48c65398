/// The limits and times of the transport.
public struct TransportConfiguration: Hashable, Sendable {
  /// The longest request message; a delta client that comes back names every resource it has.
  public var messageBytesMax = 16 << 20
  /// The bytes of request messages that have begun and not ended, of all connections together.
  ///
  /// Each loop has its part, but always room for one message. A connection with less than 4 KiB of
  /// them is never refused for what others have. The memory that they take is up to twice as much.
  public var unfinishedBytesMax = 256 << 20
  /// The bytes that wait because sockets do not take them, of all connections together, until every
  /// connection is given the smallest part at a time.
  ///
  /// Each loop has its part. Below that a connection is given 256 kB at a time.
  public var heldBytesMax = 256 << 20
  /// The connections that may be open at a time; fewer if the process may not open as many files.
  public var connectionsMax = 50_000
  /// The calls that one connection may have open at a time.
  public var concurrentStreamsMax = 100
  /// The size of a request's header fields, counted as RFC 9113 §6.5.2 says.
  public var headerListBytesMax = 16 << 10
  /// The frames of one connection that carry nothing, such as PING, WINDOW_UPDATE and empty DATA.
  ///
  /// What a client answers to what it is sent does not count. More ends the connection with
  /// ENHANCE_YOUR_CALM.
  public var frameLimit = RateLimit(burst: 2000, perSecond: 100)
  /// The calls of one connection that end by RST_STREAM, whoever sends it.
  ///
  /// More ends the connection with ENHANCE_YOUR_CALM.
  public var resetLimit = RateLimit(burst: 200, perSecond: 20)
  /// How often a connection is sent a PING.
  ///
  /// A peer from which nothing came until the next one is dead.
  public var pingInterval = Duration.seconds(30)
  /// How long a new connection may take to say that it speaks HTTP/2.
  public var handshakeTimeout = Duration.seconds(10)
  /// How long a connection may be open without a call.
  public var idleTimeout = Duration.seconds(300)
  /// How long a call may be open before its first message has begun.
  public var firstMessageTimeout = Duration.seconds(30)
  /// How long a message may take from its first byte to its last.
  public var messageTimeout = Duration.seconds(60)
  /// How old a connection may become, give or take a quarter; nil for as old as it likes.
  ///
  /// Then it is told to go away and its calls are ended as unavailable: its client connects again,
  /// perhaps to another server.
  public var connectionAgeMax: Duration?

  /// The defaults.
  public init() {}
}
