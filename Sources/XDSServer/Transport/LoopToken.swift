/// What an event of epoll is about: the 64 bits that a descriptor is registered with.
///
/// A connection's token holds its generation, so that an event that was fetched before its
/// connection ended is not taken for one of the connection that has the slot now.
enum LoopToken: Hashable {
  case mailbox
  case listener
  case connection(ConnectionID)

  private static let mailboxBits = UInt64.max
  private static let listenerBits = UInt64.max - 1

  init(_ bits: UInt64) {
    switch bits {
    case Self.mailboxBits: self = .mailbox
    case Self.listenerBits: self = .listener
    default:
      self = .connection(
        ConnectionID(
          slot: UInt32(bits >> 32), generation: UInt32(truncatingIfNeeded: bits)))
    }
  }

  /// Slots are far fewer than 2³² - 1, so no connection has the bits of the other two.
  var bits: UInt64 {
    switch self {
    case .mailbox: Self.mailboxBits
    case .listener: Self.listenerBits
    case .connection(let id): UInt64(id.slot) << 32 | UInt64(id.generation)
    }
  }
}
