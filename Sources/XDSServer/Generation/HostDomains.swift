internal import struct MeshModel.IPAddress
internal import struct MeshModel.MeshService

/// The names under which clients of one namespace may ask for a service, best name first.
///
/// When two services could be meant by one name, the better name wins: a service's own host before
/// an abbreviation of another's.
struct HostDomains {
  /// How directly a name means a service; every service's names of one rank are claimed before any
  /// of the next.
  enum Rank: Int, CaseIterable {
    /// The host itself.
    case host
    /// `NAME.NAMESPACE.svc`.
    case withService
    /// `NAME.NAMESPACE`.
    case withNamespace
    /// `NAME`, for clients of the same namespace.
    case short
    /// A virtual IP.
    case address
  }

  /// The names of that rank, without a port.
  static func names(of service: MeshService, rank: Rank, clientNamespace: String) -> [String] {
    switch rank {
    case .host: return [authority(ofHost: service.host)]
    case .address: return service.virtualIPs.map(authority(of:))
    case .withService, .withNamespace, .short: break
    }
    // Kubernetes resolves abbreviations of NAME.NAMESPACE.svc.DOMAIN; no other host has any.
    let labels = service.host.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
    guard labels.count >= 3, labels[2] == "svc", labels[0] != "*" else { return [] }
    switch rank {
    case .withService: return ["\(labels[0]).\(labels[1]).svc"]
    case .withNamespace: return ["\(labels[0]).\(labels[1])"]
    case .short: return labels[1] == clientNamespace ? [String(labels[0])] : []
    case .host, .address: return []
    }
  }

  /// Whether clients of a namespace may ask for the service by its name alone.
  static func isShort(_ service: MeshService, clientNamespace: String) -> Bool {
    !names(of: service, rank: .short, clientNamespace: clientNamespace).isEmpty
  }

  /// A host as it stands in a `Host` header: as it is, unless it is an address of IPv6.
  static func authority(ofHost host: String) -> String {
    IPAddress(host).map { authority(of: $0) } ?? host
  }

  /// An address as it stands in a `Host` header: IPv6 in brackets (RFC 3986 §3.2.2).
  static func authority(of address: IPAddress) -> String {
    address.family == .v6 ? "[\(address)]" : "\(address)"
  }
}
