internal import Platform

internal import struct MeshModel.Locality

/// The different things that clients have said of themselves, as far as rules ask for them.
///
/// A client says them itself, and each that is new makes a view, and clusters of its own: one that
/// invents them must not do so without end. Forgotten when the rules change. Used by several
/// threads at once.
final class ClientVariety: Sendable {
  /// What rules ask of a client.
  struct Traits: Hashable, Sendable {
    var labels: [String: String] = [:]
    var locality: Locality?
  }

  /// Far more than there are kinds of workloads times places; of a client beyond that nothing is
  /// known.
  private static let countMax = 10_000
  private let known = Lock<Set<Traits>>([])

  /// The traits, or none if too many others are known.
  func admitted(_ traits: Traits) -> Traits {
    if traits == Traits() { return traits }
    return known.withLock { known in
      if known.contains(traits) { return traits }
      guard known.count < Self.countMax else { return Traits() }
      known.insert(traits)
      return traits
    }
  }
}
