/// How much the peer lets us send on a stream or on all of a connection (RFC 9113 §5.2).
struct SendWindow {
  /// What both begin with, if the peer's SETTINGS do not say otherwise for streams (RFC 9113
  /// §6.9.2).
  static let byteCountAtFirst = 65_535
  /// "A sender MUST NOT allow a flow-control window to exceed 2^31-1 octets" (RFC 9113 §6.9.1).
  private static let byteCountMax = Int(Int32.max)

  /// How many bytes of DATA may be sent now; negative when SETTINGS have taken back more than was
  /// left (RFC 9113 §6.9.2).
  private(set) var byteCount: Int

  init(_ byteCount: Int = SendWindow.byteCountAtFirst) { self.byteCount = byteCount }

  /// Counts DATA that was sent.
  mutating func take(_ count: Int) { byteCount -= count }

  /// Opens the window by so much, or closes it by as much if that is negative; false if it were
  /// wider than allowed then.
  mutating func open(by count: Int) -> Bool {
    byteCount += count
    return byteCount <= Self.byteCountMax
  }
}

/// How much we let the peer send on a stream or on all of a connection.
struct ReceiveWindow {
  /// The window's size.
  ///
  /// An ACK of SotW that repeats a thousand names has 54 kB: with the 64 kB that HTTP/2 begins with
  /// nearly each would be answered by WINDOW_UPDATE.
  static let byteCount = 512 << 10

  /// What has come since the window was last opened.
  private var taken = 0

  /// Whether the window is to be opened again when something else is sent, which costs next to
  /// nothing.
  var isQuarterTaken: Bool { taken >= Self.byteCount / 4 }

  /// Whether it is time to open the window again, whatever else is sent.
  ///
  /// At half of it, as nghttp2 does for what it takes itself: so the two never hold all of the
  /// window between them.
  var isHalfTaken: Bool { taken >= Self.byteCount / 2 }

  /// Counts DATA that comes; false if that is more than the window lets through.
  mutating func take(_ count: Int) -> Bool {
    taken += count
    return taken <= Self.byteCount
  }

  /// Opens the window again, and says by how much.
  mutating func reopen() -> Int {
    let count = taken
    taken = 0
    return count
  }
}
