/// What an event of epoll is about: the 64 bits that a descriptor is registered with.
///
/// A connection's token holds its generation, so that an event that was fetched before its
/// connection ended is not taken for one of the connection that has the slot now.
enum LoopToken: Hashable {
  case mailbox
  /// The listening socket of that number.
  case listener(Int)
  case connection(ConnectionID)

  private static let mailboxBits = UInt64.max
  /// That of the first; the others count down from there.
  private static let listenerBits = UInt64.max - 1
  private static let listenersMax = UInt64(16)

  init(_ bits: UInt64) {
    switch bits {
    case Self.mailboxBits: self = .mailbox
    case Self.listenerBits - Self.listenersMax + 1...Self.listenerBits:
      self = .listener(Int(Self.listenerBits - bits))
    default:
      self = .connection(
        ConnectionID(
          slot: UInt32(bits >> 32), generation: UInt32(truncatingIfNeeded: bits)))
    }
  }

  /// Slots are far fewer than 2³² - 1, so no connection has the bits of the others.
  var bits: UInt64 {
    switch self {
    case .mailbox: Self.mailboxBits
    case .listener(let number): Self.listenerBits - UInt64(number)
    case .connection(let id): UInt64(id.slot) << 32 | UInt64(id.generation)
    }
  }
}
