/// The objects, each once, by kind, with what they are looked up by.
struct ObjectIndex: Sendable {
  var services = ObjectTable<Service>()
  var pods = ObjectTable<Pod>()
  var nodes = ObjectTable<ClusterNode>()
  /// Endpoints objects have the names of their Services.
  var endpoints = ObjectTable<EndpointsObject>()
  var slices = ObjectTable<EndpointSlice>()
  var serviceEntries = ObjectTable<ServiceEntry>()
  var workloadEntries = ObjectTable<WorkloadEntry>()
  var sidecars = ObjectTable<Sidecar>()
  var virtualServices = ObjectTable<VirtualService>()
  var destinationRules = ObjectTable<DestinationRule>()
  var gateways = ObjectTable<Gateway>()

  /// Who declares which host.
  var hosts = HostTable()
  /// EndpointSlices by the Service they belong to.
  var slicesByService: [ObjectName: NumberSet] = [:]
  /// Pods that serve or finish serving.
  var podsByLabel = LabelIndex()
  var workloadEntriesByLabel = LabelIndex()
  /// WorkloadEntries that say themselves of which service they are endpoints (docs/MERGING.md, rule
  /// 23).
  var registrations: [ServiceName: NumberSet] = [:]
  /// Where Nodes are, by name; only those whose labels say it.
  var nodeLocalities: [String: Locality] = [:]

  /// The EndpointSlices of a Service, ordered by name; nil when there are none.
  func slices(of service: ObjectName) -> [EndpointSlice]? {
    guard let numbers = slicesByService[service] else { return nil }
    return slices.ordered(numbers.members).map { slices[$0] }
  }

  /// The Endpoints object of a Service.
  func endpoints(of service: ObjectName) -> EndpointsObject? {
    endpoints.number(of: service).map { endpoints[$0] }
  }

  /// The numbers of the WorkloadEntries that are registered for a service, ordered by name.
  func registrations(for service: ServiceName) -> [Int] {
    guard !registrations.isEmpty, let numbers = registrations[service] else { return [] }
    return workloadEntries.ordered(numbers.members)
  }

  /// Lets the numbers of removed objects be used again.
  mutating func freeLeavingNumbers() {
    services.freeLeavingNumbers()
    pods.freeLeavingNumbers()
    nodes.freeLeavingNumbers()
    endpoints.freeLeavingNumbers()
    slices.freeLeavingNumbers()
    serviceEntries.freeLeavingNumbers()
    workloadEntries.freeLeavingNumbers()
    sidecars.freeLeavingNumbers()
    virtualServices.freeLeavingNumbers()
    destinationRules.freeLeavingNumbers()
    gateways.freeLeavingNumbers()
  }

  /// Where a pod is, as its Node says.
  func locality(of pod: Pod) -> Locality? { pod.nodeName.flatMap { nodeLocalities[$0] } }
}

/// An object that is known by its metadata.
protocol NamedObject: Hashable {
  var metadata: ObjectMetadata { get }
}

extension Service: NamedObject {}
extension Pod: NamedObject {}
extension ClusterNode: NamedObject {}
extension EndpointsObject: NamedObject {}
extension EndpointSlice: NamedObject {}
extension ServiceEntry: NamedObject {}
extension WorkloadEntry: NamedObject {}
extension Sidecar: NamedObject {}
extension VirtualService: NamedObject {}
extension DestinationRule: NamedObject {}
extension Gateway: NamedObject {}

extension NamedObject {
  /// The object's name within its kind.
  var name: ObjectName { ObjectName(namespace: metadata.namespace, name: metadata.name) }

  /// The object's name among all objects.
  func reference(_ kind: ObjectKind) -> ObjectReference {
    ObjectReference(kind, namespace: metadata.namespace, name: metadata.name)
  }
}

/// A name within a namespace.
struct ObjectName: Hashable, Sendable, Ordered {
  var namespace: String
  var name: String

  func precedes(_ other: Self) -> Bool {
    namespace == other.namespace ? name < other.name : namespace < other.namespace
  }
}

extension Locality {
  /// Where a Node is, as its labels say; nil when they do not.
  ///
  /// The names are those of the Kubernetes page "Well-Known Labels, Annotations and Taints", the
  /// second of each pair deprecated but still found, and Istio's for the sub-zone.
  init?(nodeLabels labels: [String: String]) {
    let region =
      labels["topology.kubernetes.io/region"] ?? labels["failure-domain.beta.kubernetes.io/region"]
    let zone =
      labels["topology.kubernetes.io/zone"] ?? labels["failure-domain.beta.kubernetes.io/zone"]
    let subZone = labels["topology.istio.io/subzone"]
    guard region != nil || zone != nil || subZone != nil else { return nil }
    self.init(region: region ?? "", zone: zone ?? "", subZone: subZone ?? "")
  }
}
