/// To which namespaces something is visible (`exportTo`).
public struct ExportTo: Hashable, Sendable {
  /// `*`, or no `exportTo` at all: visible everywhere.
  public var isPublic: Bool
  /// The namespaces to which it is visible otherwise, with `.` resolved to the object's own.
  ///
  /// Empty together with `isPublic == false` (`~`) means visible to nobody.
  public var namespaces: Set<String>

  /// Visible everywhere.
  public static let everywhere = ExportTo(isPublic: true, namespaces: [])

  /// A visibility.
  public init(isPublic: Bool, namespaces: Set<String>) {
    self.isPublic = isPublic
    self.namespaces = namespaces
  }

  /// Whether a client in `namespace` sees it.
  public func isVisible(in namespace: String) -> Bool {
    isPublic || namespaces.contains(namespace)
  }
}

/// A place in the world: region, zone and sub-zone, each possibly empty.
public struct Locality: Hashable, Sendable, Comparable {
  /// The region.
  public var region: String
  /// The zone.
  public var zone: String
  /// The sub-zone.
  public var subZone: String

  /// A locality; with no arguments, the unknown one.
  public init(region: String = "", zone: String = "", subZone: String = "") {
    self.region = region
    self.zone = zone
    self.subZone = subZone
  }

  /// Orders by region, zone, sub-zone.
  public static func < (left: Self, right: Self) -> Bool {
    (left.region, left.zone, left.subZone) < (right.region, right.zone, right.subZone)
  }
}

/// Where a workload outside Kubernetes can be reached.
public enum WorkloadAddress: Hashable, Sendable {
  /// An IP address.
  case ip(IPAddress)
  /// A DNS name, which the client's Envoy resolves.
  case hostname(String)
  /// A Unix domain socket (`unix:///path` in a ServiceEntry); on the client's own host.
  case unixSocket(String)
}

/// What a ServiceEntry endpoint and a WorkloadEntry say of a workload.
public struct WorkloadSpec: Hashable, Sendable {
  /// The address; nil when it is absent (allowed for DNS entries, where the host itself is
  /// resolved).
  public var address: WorkloadAddress?
  /// Service port name → port of the workload.
  public var ports: [String: UInt16]
  /// Labels.
  public var labels: [String: String]
  /// The network's name; empty means the mesh's own.
  public var network: String
  /// The locality; nil when it is not said.
  public var locality: Locality?
  /// The load-balancing weight; nil when it is not said.
  public var weight: UInt32?
  /// The service account; empty when it is not said.
  public var serviceAccount: String

  /// A workload.
  public init(
    address: WorkloadAddress?, ports: [String: UInt16] = [:], labels: [String: String] = [:],
    network: String = "", locality: Locality? = nil, weight: UInt32? = nil,
    serviceAccount: String = ""
  ) {
    self.address = address
    self.ports = ports
    self.labels = labels
    self.network = network
    self.locality = locality
    self.weight = weight
    self.serviceAccount = serviceAccount
  }
}

/// An Istio ServiceEntry.
public struct ServiceEntry: Hashable, Sendable {
  /// Whether the service is part of the mesh.
  public enum Location: String, Hashable, Sendable, CaseIterable {
    case meshExternal = "MESH_EXTERNAL"
    case meshInternal = "MESH_INTERNAL"
  }

  /// How the service's endpoints are found.
  public enum Resolution: String, Hashable, Sendable, CaseIterable {
    case none = "NONE"
    case `static` = "STATIC"
    case dns = "DNS"
    case dnsRoundRobin = "DNS_ROUND_ROBIN"
  }

  /// One entry of `ports`.
  public struct Port: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The port that clients use.
    public var number: UInt16
    /// `protocol`, as written; empty when absent.
    public var protocolName: String
    /// `targetPort`: the workload's port where an endpoint does not say it.
    public var targetPort: UInt16?

    /// A port.
    public init(name: String, number: UInt16, protocolName: String = "", targetPort: UInt16? = nil)
    {
      self.name = name
      self.number = number
      self.protocolName = protocolName
      self.targetPort = targetPort
    }
  }

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `hosts`, lower-cased.
  public var hosts: [String]
  /// `addresses`: virtual IPs, those written as single addresses (a /32 or /128 counts as single).
  public var addresses: [IPAddress]
  /// `addresses` written as wider CIDR blocks.
  public var addressBlocks: [AddressBlock]
  /// `ports`.
  public var ports: [Port]
  /// `location`; MESH_EXTERNAL when absent, as Istio has it.
  public var location: Location
  /// `resolution`; NONE when absent, as Istio has it.
  public var resolution: Resolution
  /// `endpoints`.
  public var endpoints: [WorkloadSpec]
  /// `workloadSelector.labels`; nil when there is no selector.
  public var workloadSelector: [String: String]?
  /// `exportTo`.
  public var exportTo: ExportTo

  /// A ServiceEntry.
  public init(
    metadata: ObjectMetadata, hosts: [String], addresses: [IPAddress] = [],
    addressBlocks: [AddressBlock] = [], ports: [Port] = [],
    location: Location = .meshExternal, resolution: Resolution = .none,
    endpoints: [WorkloadSpec] = [], workloadSelector: [String: String]? = nil,
    exportTo: ExportTo = .everywhere
  ) {
    self.metadata = metadata
    self.hosts = hosts
    self.addresses = addresses
    self.addressBlocks = addressBlocks
    self.ports = ports
    self.location = location
    self.resolution = resolution
    self.endpoints = endpoints
    self.workloadSelector = workloadSelector
    self.exportTo = exportTo
  }
}

/// An Istio WorkloadEntry: one VM.
public struct WorkloadEntry: Hashable, Sendable {
  /// `metadata`.
  public var metadata: ObjectMetadata
  /// What `spec` says.
  ///
  /// Its labels are merged with those of the metadata: `spec.labels` wins.
  public var workload: WorkloadSpec

  /// A WorkloadEntry.
  public init(metadata: ObjectMetadata, workload: WorkloadSpec) {
    self.metadata = metadata
    self.workload = workload
  }
}

/// An Istio Sidecar: what a proxy listens on and which services it sees.
public struct Sidecar: Hashable, Sendable {
  /// One entry of `ingress`.
  public struct Ingress: Hashable, Sendable {
    /// The port on which the proxy listens.
    public var port: UInt16
    /// The port's name.
    public var portName: String
    /// The port's protocol, as written.
    public var protocolName: String
    /// `bind`: the address to listen on; nil means the proxy's own.
    public var bind: IPAddress?
    /// `defaultEndpoint`: where the application is; nil means 127.0.0.1 and the same port.
    public var defaultEndpoint: DefaultEndpoint?

    /// An ingress listener.
    public init(
      port: UInt16, portName: String = "", protocolName: String = "", bind: IPAddress? = nil,
      defaultEndpoint: DefaultEndpoint? = nil
    ) {
      self.port = port
      self.portName = portName
      self.protocolName = protocolName
      self.bind = bind
      self.defaultEndpoint = defaultEndpoint
    }
  }

  /// Where an ingress listener finds the application.
  public enum DefaultEndpoint: Hashable, Sendable {
    /// `127.0.0.1:PORT`, `[::1]:PORT`, `0.0.0.0:PORT` (the proxy's own address) or an IP with port.
    case ip(IPAddress, port: UInt16)
    /// `unix:///path`.
    case unixSocket(String)
  }

  /// One item of `egress[].hosts`: `NAMESPACE/HOST`.
  public struct HostPattern: Hashable, Sendable {
    /// The namespace: a name, `*` for any, `.` for the Sidecar's own, `~` for none.
    public var namespace: String
    /// The host: a name, `*`, or `*.suffix`.
    public var host: String
    /// `port.number` of its listener: the only port of such a host that is seen; nil means all.
    public var port: UInt16?

    /// The pattern `namespace/host`.
    public init(namespace: String, host: String, port: UInt16? = nil) {
      self.namespace = namespace
      self.host = host
      self.port = port
    }
  }

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `workloadSelector.labels`; nil means every workload of the namespace.
  public var workloadSelector: [String: String]?
  /// `ingress`; nil when absent (then the proxy listens as its services say).
  public var ingress: [Ingress]?
  /// The hosts of all `egress` listeners together; nil when `egress` is absent (everything
  /// visible).
  public var egressHosts: [HostPattern]?
  /// Whether `outboundTrafficPolicy.mode` is REGISTRY_ONLY.
  public var isRegistryOnly: Bool

  /// A Sidecar.
  public init(
    metadata: ObjectMetadata, workloadSelector: [String: String]? = nil,
    ingress: [Ingress]? = nil, egressHosts: [HostPattern]? = nil, isRegistryOnly: Bool = false
  ) {
    self.metadata = metadata
    self.workloadSelector = workloadSelector
    self.ingress = ingress
    self.egressHosts = egressHosts
    self.isRegistryOnly = isRegistryOnly
  }
}
