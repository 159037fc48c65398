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

/// A name within a namespace.
struct ObjectName: Hashable {
  var namespace: String
  var name: String
}

/// The objects, each once, by kind, ordered by namespace and name, with what they are looked up by.
struct ObjectIndex {
  private(set) var services: [Service] = []
  private(set) var pods: [Pod] = []
  private(set) var serviceEntries: [ServiceEntry] = []
  private(set) var workloadEntries: [WorkloadEntry] = []
  private(set) var sidecars: [Sidecar] = []
  /// Endpoints objects by their names, which are those of their Services.
  private(set) var endpoints: [ObjectName: EndpointsObject] = [:]
  /// EndpointSlices by the Service they belong to.
  private(set) var slices: [ObjectName: [EndpointSlice]] = [:]
  /// Where Nodes are, by name; only those whose labels say it.
  private(set) var nodeLocalities: [String: Locality] = [:]

  /// An index of `objects`, whatever their order.
  init(_ objects: some Sequence<MeshObject>, problems: inout ProblemList) {
    var nodes: [ClusterNode] = []
    var endpoints: [EndpointsObject] = []
    var slices: [EndpointSlice] = []
    for object in objects {
      switch object {
      case .service(let service): services.append(service)
      case .pod(let pod): pods.append(pod)
      case .node(let node): nodes.append(node)
      case .namespace: continue
      case .endpoints(let object): endpoints.append(object)
      case .endpointSlice(let slice): slices.append(slice)
      case .serviceEntry(let entry): serviceEntries.append(entry)
      case .workloadEntry(let entry): workloadEntries.append(entry)
      case .sidecar(let sidecar): sidecars.append(sidecar)
      }
    }
    services = Self.ordered(services, .service, &problems)
    pods = Self.ordered(pods, .pod, &problems)
    serviceEntries = Self.ordered(serviceEntries, .serviceEntry, &problems)
    workloadEntries = Self.ordered(workloadEntries, .workloadEntry, &problems)
    sidecars = Self.ordered(sidecars, .sidecar, &problems)
    for object in Self.ordered(endpoints, .endpoints, &problems) {
      self.endpoints[object.name] = object
    }
    for slice in Self.ordered(slices, .endpointSlice, &problems) {
      guard let service = slice.serviceName else { continue }
      let name = ObjectName(namespace: slice.metadata.namespace, name: service)
      self.slices[name, default: []].append(slice)
    }
    for node in Self.ordered(nodes, .node, &problems) {
      nodeLocalities[node.metadata.name] = Locality(nodeLabels: node.metadata.labels)
    }
  }

  /// `objects` by namespace and name, each name once (docs/MERGING.md, rule 1).
  private static func ordered<Object: NamedObject>(
    _ objects: [Object], _ kind: ObjectKind, _ problems: inout ProblemList
  ) -> [Object] {
    let sorted = objects.sorted {
      $0.metadata.namespace == $1.metadata.namespace
        ? $0.metadata.name < $1.metadata.name : $0.metadata.namespace < $1.metadata.namespace
    }
    var result: [Object] = []
    result.reserveCapacity(sorted.count)
    for object in sorted {
      guard let last = result.last, last.name == object.name else {
        result.append(object)
        continue
      }
      if last == object { continue }
      if canonicalText(of: object) < canonicalText(of: last) {
        result[result.count - 1] = object
      }
      problems.report(
        object.reference(kind), "metadata.name",
        "The object is given more than once, with different contents, and only one of them is "
          + "used; remove the others.")
    }
    return result
  }
}

extension NamedObject {
  /// The object's name within its kind.
  var name: ObjectName { ObjectName(namespace: metadata.namespace, name: metadata.name) }

  /// The object's name among all objects.
  func reference(_ kind: ObjectKind) -> ObjectReference {
    ObjectReference(kind, namespace: metadata.namespace, name: metadata.name)
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

/// A text that is equal for equal values and does not depend on the order in which a hash table
/// gives its elements.
///
/// Only used to choose between two objects of one name, so that the choice does not depend on which
/// came first.
private func canonicalText(of value: Any) -> String {
  let mirror = Mirror(reflecting: value)
  guard !mirror.children.isEmpty else { return String(reflecting: value) }
  var parts = mirror.children.map { "\($0.label ?? ""):\(canonicalText(of: $0.value))" }
  if mirror.displayStyle == .dictionary || mirror.displayStyle == .set { parts.sort() }
  return "(\(parts.joined(separator: ",")))"
}
