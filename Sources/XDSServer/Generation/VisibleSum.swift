internal import Synchronization

internal import struct MeshModel.MeshService

/// Which services a client sees, summed up so that one more or less costs an addition.
///
/// Every object that goes into a sum has a number of its own for good, as well mixed as a hash: two
/// sums are equal when, and but for one chance in 2⁶⁴ only when, they are of the same objects.
struct VisibleSum: Hashable, Sendable {
  /// The sum of the services with their endpoints, of the policies that hold for them, and of the
  /// ports that are seen where these are not all.
  private(set) var services: UInt64 = 0

  /// Exchanges one service for another.
  mutating func apply(_ change: VisibleChange) {
    if let old = change.old { services &-= old.mark }
    if let new = change.new { services &+= new.mark }
  }

  /// A number for a new object.
  static func newMark() -> UInt64 {
    XXHash64.avalanche(lastNumber.add(1, ordering: .relaxed).newValue)
  }

  private static let lastNumber = Atomic<UInt64>(0)
}

/// What a client that wants one host is led to, in one revision and in the next.
struct VisibleChange: Sendable {
  /// Nil when it saw none.
  let old: SeenService?
  /// Nil when it sees none.
  let new: SeenService?

  /// Whether more than endpoints that go over EDS differs.
  var changesShape: Bool { old?.shape !== new?.shape }

  /// Whether clusters or assignments may differ: not when only VirtualServices do.
  var changesTables: Bool { old?.mark != new?.mark }

  /// Whether nothing but endpoints differs, of whichever kind: those of a headless service are
  /// listened on, and so are of its shape.
  var changesEndpointsOnly: Bool {
    guard let old, let new, old.shape.rules == new.shape.rules else { return false }
    var (before, after) = (old.shape.service, new.shape.service)
    before.endpoints = []
    after.endpoints = []
    return before == after
  }
}
