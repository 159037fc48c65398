/// What Causeway does with objects of a kind.
enum ManifestKind: Hashable {
  /// The object is read.
  case mesh(ObjectKind)
  /// It is a kind of the mesh that Causeway does not act on yet.
  case later
  /// It is an everyday kind of Kubernetes that does not concern a mesh.
  case foreign
  /// The kind is one that is read, in a version that is not; with the versions that are.
  case version([String])
  /// The kind is probably a slip of one that is read.
  case misspelt(ObjectKind)
  /// Nothing is known of it.
  case unknown

  /// Classifies what a manifest says of itself.
  init(apiVersion: String, kind: String) {
    let slash = apiVersion.firstIndex(of: "/")
    let group = slash.map { String(apiVersion[..<$0]) } ?? ""
    if let meshKind = ObjectKind(rawValue: kind), meshKind.group == group {
      self =
        meshKind.apiVersions.contains(apiVersion)
        ? .mesh(meshKind) : .version(meshKind.apiVersions)
    } else if Self.laterKinds[group]?.contains(kind) == true {
      self = .later
    } else if Self.foreignGroups.contains(group) || (group.isEmpty && Self.coreKinds.contains(kind))
    {
      self = .foreign
    } else {
      let candidates = ObjectKind.allCases.filter { $0.group == group }.map(\.rawValue)
      let nearest = EditDistance.nearest(to: kind, among: candidates)
      self = nearest.flatMap(ObjectKind.init(rawValue:)).map { .misspelt($0) } ?? .unknown
    }
  }

  private static let laterKinds: [String: Set<String>] = [
    "networking.istio.io": ["WorkloadGroup"],
    "security.istio.io": ["PeerAuthentication", "AuthorizationPolicy", "RequestAuthentication"],
  ]

  private static let coreKinds: Set<String> = [
    "Binding", "ComponentStatus", "ConfigMap", "Event", "LimitRange", "PersistentVolume",
    "PersistentVolumeClaim", "PodTemplate", "ReplicationController", "ResourceQuota", "Secret",
    "ServiceAccount",
  ]

  private static let foreignGroups: Set<String> = [
    "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "apps",
    "autoscaling", "batch", "certificates.k8s.io", "coordination.k8s.io", "events.k8s.io",
    "extensions", "flowcontrol.apiserver.k8s.io", "kustomize.config.k8s.io", "metrics.k8s.io",
    "networking.k8s.io", "node.k8s.io", "policy", "rbac.authorization.k8s.io", "resource.k8s.io",
    "scheduling.k8s.io", "snapshot.storage.k8s.io", "storage.k8s.io",
  ]
}

extension ObjectKind {
  /// The API group; empty for Kubernetes' core.
  var group: String {
    switch self {
    case .service, .pod, .node, .namespace, .endpoints: ""
    case .endpointSlice: "discovery.k8s.io"
    case .serviceEntry, .workloadEntry, .sidecar, .virtualService, .destinationRule, .gateway:
      "networking.istio.io"
    }
  }

  /// The values of `apiVersion` that are read.
  var apiVersions: [String] {
    switch self {
    case .service, .pod, .node, .namespace, .endpoints: ["v1"]
    case .endpointSlice: ["discovery.k8s.io/v1"]
    case .serviceEntry, .workloadEntry, .sidecar, .virtualService, .destinationRule, .gateway:
      ["networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"]
    }
  }

  /// Whether of two objects of the kind that say different things the older one counts.
  var isRankedByAge: Bool {
    switch self {
    case .virtualService, .destinationRule, .gateway: true
    case .service, .pod, .node, .namespace, .endpoints, .endpointSlice, .serviceEntry,
      .workloadEntry, .sidecar:
      false
    }
  }

  /// Whether objects of the kind live in a namespace.
  var isNamespaced: Bool { self != .node && self != .namespace }
}
