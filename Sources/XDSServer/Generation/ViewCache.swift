/// The snapshots that somebody still uses, and what they were put together from.
///
/// A client says itself who it is, and so could have views made without end: one that the last
/// stream has let go of is forgotten.
struct ViewCache: Sendable {
  /// A snapshot, and what it was put together from.
  struct View: Sendable {
    /// The snapshot; nil when nobody has it any more.
    private(set) weak var snapshot: Snapshot?
    let outbound: OutboundPart
    let inbound: InboundPart

    init(snapshot: Snapshot, outbound: OutboundPart, inbound: InboundPart) {
      self.snapshot = snapshot
      self.outbound = outbound
      self.inbound = inbound
    }
  }

  private var views: [ViewKey: View] = [:]
  /// From how many views on it is worth looking for dead ones.
  private var countMax = Self.countMaxMin

  private static let countMaxMin = 64

  /// The number of views that are remembered, dead ones included.
  var count: Int { views.count }

  /// The view of that key.
  subscript(key: ViewKey) -> View? { views[key] }

  /// Remembers a view.
  ///
  /// - Complexity: O(1), amortised.
  mutating func add(_ view: View, for key: ViewKey) {
    views[key] = view
    guard views.count > countMax else { return }
    views = views.filter { $0.value.snapshot != nil }
    countMax = max(Self.countMaxMin, 2 * views.count)
  }
}
