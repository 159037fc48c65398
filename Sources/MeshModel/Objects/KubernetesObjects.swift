/// The transport of a port (`protocol` in Kubernetes manifests).
public enum TransportProtocol: String, Hashable, Sendable, CaseIterable {
  case tcp = "TCP"
  case udp = "UDP"
  case sctp = "SCTP"
}

/// A Kubernetes `v1` Service.
public struct Service: Hashable, Sendable {
  /// Where a Service port leads on the workload.
  public enum TargetPort: Hashable, Sendable {
    /// A port number.
    case number(UInt16)
    /// The name of a container's port.
    case name(String)
  }

  /// One entry of `spec.ports`.
  public struct Port: Hashable, Sendable {
    /// The port's name; empty when the Service has a single unnamed port.
    public var name: String
    /// The port that clients use.
    public var number: UInt16
    /// The workload's port; nil means the same number.
    public var targetPort: TargetPort?
    /// `appProtocol`, as written.
    public var appProtocol: String?
    /// The transport; only TCP takes part in the mesh.
    public var transport: TransportProtocol

    /// A port of a Service.
    public init(
      name: String = "", number: UInt16, targetPort: TargetPort? = nil,
      appProtocol: String? = nil, transport: TransportProtocol = .tcp
    ) {
      self.name = name
      self.number = number
      self.targetPort = targetPort
      self.appProtocol = appProtocol
      self.transport = transport
    }
  }

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `spec.clusterIPs` (or `clusterIP`), without `None`.
  public var clusterIPs: [IPAddress]
  /// Whether `clusterIP` is `None`.
  public var isHeadless: Bool
  /// `spec.selector`; empty means that no pods are selected.
  public var selector: [String: String]
  /// `spec.ports`.
  public var ports: [Port]
  /// `spec.externalName` of a Service of type ExternalName.
  public var externalName: String?
  /// Whether pods count before they are ready.
  public var publishNotReadyAddresses: Bool
  /// Who sees it: the annotation `networking.istio.io/exportTo`, since a Service has no such field.
  public var exportTo: ExportTo

  /// A Service.
  public init(
    metadata: ObjectMetadata, clusterIPs: [IPAddress] = [], isHeadless: Bool = false,
    selector: [String: String] = [:], ports: [Port] = [], externalName: String? = nil,
    publishNotReadyAddresses: Bool = false, exportTo: ExportTo = .everywhere
  ) {
    self.metadata = metadata
    self.clusterIPs = clusterIPs
    self.isHeadless = isHeadless
    self.selector = selector
    self.ports = ports
    self.externalName = externalName
    self.publishNotReadyAddresses = publishNotReadyAddresses
    self.exportTo = exportTo
  }
}

/// A Kubernetes `v1` Pod.
public struct Pod: Hashable, Sendable {
  /// A named port of one of the pod's containers.
  public struct ContainerPort: Hashable, Sendable {
    /// The port's name; empty when it has none.
    public var name: String
    /// The port's number.
    public var number: UInt16
    /// The transport.
    public var transport: TransportProtocol

    /// A container's port.
    public init(name: String = "", number: UInt16, transport: TransportProtocol = .tcp) {
      self.name = name
      self.number = number
      self.transport = transport
    }
  }

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `spec.serviceAccountName`, `default` when absent.
  public var serviceAccount: String
  /// `spec.nodeName`; nil before the pod is scheduled.
  public var nodeName: String?
  /// `status.podIPs` (or `podIP`).
  public var ips: [IPAddress]
  /// Ports of all containers.
  public var ports: [ContainerPort]
  /// Whether the condition `Ready` is True, or, where a manifest has no `status.conditions`,
  /// whether the phase is Running or absent.
  public var isReady: Bool
  /// Whether the phase is Succeeded or Failed: such a pod serves nothing.
  public var isFinished: Bool

  /// A Pod.
  public init(
    metadata: ObjectMetadata, serviceAccount: String = "default", nodeName: String? = nil,
    ips: [IPAddress] = [], ports: [ContainerPort] = [], isReady: Bool = true,
    isFinished: Bool = false
  ) {
    self.metadata = metadata
    self.serviceAccount = serviceAccount
    self.nodeName = nodeName
    self.ips = ips
    self.ports = ports
    self.isReady = isReady
    self.isFinished = isFinished
  }
}

/// A Kubernetes `v1` Node: only its labels matter, for the locality of its pods.
public struct ClusterNode: Hashable, Sendable {
  /// `metadata`.
  public var metadata: ObjectMetadata

  /// A Node.
  public init(metadata: ObjectMetadata) { self.metadata = metadata }
}

/// A Kubernetes `v1` Namespace.
public struct NamespaceObject: Hashable, Sendable {
  /// `metadata`.
  public var metadata: ObjectMetadata

  /// A Namespace.
  public init(metadata: ObjectMetadata) { self.metadata = metadata }
}

/// A reference to the pod behind an address (`targetRef`).
public struct TargetReference: Hashable, Sendable {
  /// The target's kind, as written (`Pod`).
  public var kind: String
  /// The target's namespace.
  public var namespace: String
  /// The target's name.
  public var name: String

  /// A reference to `kind namespace/name`.
  public init(kind: String, namespace: String, name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }
}

/// A Kubernetes `v1` Endpoints object; its name is that of its Service.
public struct EndpointsObject: Hashable, Sendable {
  /// One address of a subset.
  public struct Address: Hashable, Sendable {
    /// The IP address.
    public var ip: IPAddress
    /// The Node on which it lives.
    public var nodeName: String?
    /// The pod behind it.
    public var target: TargetReference?

    /// An address.
    public init(ip: IPAddress, nodeName: String? = nil, target: TargetReference? = nil) {
      self.ip = ip
      self.nodeName = nodeName
      self.target = target
    }
  }

  /// A port of a subset.
  public struct Port: Hashable, Sendable {
    /// The name of the Service's port that it serves; may be empty.
    public var name: String
    /// The workload's port.
    public var number: UInt16
    /// The transport.
    public var transport: TransportProtocol
    /// `appProtocol`, as written.
    public var appProtocol: String?

    /// A port.
    public init(
      name: String = "", number: UInt16, transport: TransportProtocol = .tcp,
      appProtocol: String? = nil
    ) {
      self.name = name
      self.number = number
      self.transport = transport
      self.appProtocol = appProtocol
    }
  }

  /// Addresses that share ports.
  public struct Subset: Hashable, Sendable {
    /// Ready addresses.
    public var addresses: [Address]
    /// Addresses that are not ready.
    public var notReadyAddresses: [Address]
    /// The ports.
    public var ports: [Port]

    /// A subset.
    public init(addresses: [Address] = [], notReadyAddresses: [Address] = [], ports: [Port] = []) {
      self.addresses = addresses
      self.notReadyAddresses = notReadyAddresses
      self.ports = ports
    }
  }

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// `subsets`.
  public var subsets: [Subset]

  /// An Endpoints object.
  public init(metadata: ObjectMetadata, subsets: [Subset] = []) {
    self.metadata = metadata
    self.subsets = subsets
  }
}

/// A `discovery.k8s.io/v1` EndpointSlice.
public struct EndpointSlice: Hashable, Sendable {
  /// One entry of `endpoints`.
  public struct Endpoint: Hashable, Sendable {
    /// The addresses; Kubernetes uses only the first for traffic, and so does Causeway.
    public var addresses: [IPAddress]
    /// `conditions.ready`; absent counts as true.
    public var isReady: Bool
    /// `conditions.serving`; absent is the same as ready.
    public var isServing: Bool
    /// `conditions.terminating`.
    public var isTerminating: Bool
    /// The Node on which it lives.
    public var nodeName: String?
    /// `zone`, where the slice says it itself.
    public var zone: String?
    /// The pod behind it.
    public var target: TargetReference?

    /// An endpoint of a slice.
    public init(
      addresses: [IPAddress], isReady: Bool = true, isServing: Bool? = nil,
      isTerminating: Bool = false, nodeName: String? = nil, zone: String? = nil,
      target: TargetReference? = nil
    ) {
      self.addresses = addresses
      self.isReady = isReady
      self.isServing = isServing ?? isReady
      self.isTerminating = isTerminating
      self.nodeName = nodeName
      self.zone = zone
      self.target = target
    }
  }

  /// `metadata`.
  public var metadata: ObjectMetadata
  /// The Service it belongs to: the label `kubernetes.io/service-name`; nil when it has none.
  public var serviceName: String?
  /// `endpoints`.
  public var endpoints: [Endpoint]
  /// `ports`; entries without a number are left out.
  public var ports: [EndpointsObject.Port]

  /// An EndpointSlice.
  public init(
    metadata: ObjectMetadata, serviceName: String?, endpoints: [Endpoint] = [],
    ports: [EndpointsObject.Port] = []
  ) {
    self.metadata = metadata
    self.serviceName = serviceName
    self.endpoints = endpoints
    self.ports = ports
  }
}
