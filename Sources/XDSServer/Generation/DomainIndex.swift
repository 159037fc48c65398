internal import enum MeshModel.AppProtocol
internal import struct MeshModel.MeshService

/// Who in the mesh claims which name, so that a service that comes or goes tells at once whether it
/// takes a domain from another.
///
/// It knows nothing of ports and of who sees what: it may say that a name is contested where no
/// client would find it so, never the other way round.
struct DomainIndex: Sendable {
  private struct Claim: OrderedElement {
    var hash: UInt64
    /// The mark of the shape.
    var owner: UInt64

    static func precedes(_ left: Claim, _ right: Claim) -> Bool {
      left.hash == right.hash ? left.owner < right.owner : left.hash < right.hash
    }
  }

  private var claims = OrderedChunks<Claim>()

  /// Exchanges shapes for others.
  mutating func replace(_ old: [ServiceShape], with new: [ServiceShape]) {
    claims = claims.replacing(old.flatMap(Self.claims), with: new.flatMap(Self.claims))
  }

  /// Whether a change of a service may change which domains others get, or that of its own names
  /// others had some first, for clients in a namespace.
  func isContested(_ change: VisibleChange, clientNamespace: String) -> Bool {
    for shape in [change.old?.shape, change.new?.shape] {
      guard let shape else { continue }
      // Names with a star may be those of the pods of a headless service, and a name without a dot
      // the short one of any other.
      if shape.service.isHeadless || shape.service.hasWildcardHost { return true }
      if !shape.service.host.utf8.contains(UInt8(ascii: ".")) { return true }
      for rank in HostDomains.Rank.allCases {
        let names = HostDomains.names(
          of: shape.service, rank: rank, clientNamespace: clientNamespace)
        for name in names where isClaimed(name, exceptBy: change.new?.shape) { return true }
      }
    }
    return false
  }

  private func isClaimed(_ name: String, exceptBy shape: ServiceShape?) -> Bool {
    let hash = Self.hash(name)
    var claims = claims.elements { $0.hash < hash }
    while let claim = claims.next(), claim.hash == hash {
      if claim.owner != shape?.mark { return true }
    }
    return false
  }

  /// The names under which clients in any namespace ask for a service over HTTP.
  ///
  /// The name without a namespace is not among them: who else wants it wants the one with the
  /// namespace as well, or is a host without a dot.
  private static func claims(of shape: ServiceShape) -> [Claim] {
    guard shape.ports.contains(where: \.appProtocol.isHTTP) else { return [] }
    return HostDomains.Rank.allCases.filter { $0 != .short }.flatMap { rank in
      HostDomains.names(of: shape.service, rank: rank, clientNamespace: "")
        .map { Claim(hash: hash($0), owner: shape.mark) }
    }
  }

  private static func hash(_ name: String) -> UInt64 { XXHash64.hash(name.lowercased()) }
}
