/// The kinds of objects that Causeway reads.
public enum ObjectKind: String, CaseIterable, Hashable, Sendable {
  case service = "Service"
  case pod = "Pod"
  case node = "Node"
  case namespace = "Namespace"
  case endpoints = "Endpoints"
  case endpointSlice = "EndpointSlice"
  case serviceEntry = "ServiceEntry"
  case workloadEntry = "WorkloadEntry"
  case sidecar = "Sidecar"
  case virtualService = "VirtualService"
  case destinationRule = "DestinationRule"
  case gateway = "Gateway"
}

/// Names one object, as `kubectl` would: kind, namespace and name.
public struct ObjectReference: Hashable, Sendable {
  /// The object's kind.
  public var kind: ObjectKind
  /// The namespace; empty for kinds that have none (Node, Namespace).
  public var namespace: String
  /// The object's name, unique for its kind and namespace.
  public var name: String

  /// Names the object `kind namespace/name`.
  public init(_ kind: ObjectKind, namespace: String, name: String) {
    self.kind = kind
    self.namespace = namespace
    self.name = name
  }
}

extension ObjectReference: Comparable, CustomStringConvertible {
  /// Orders by kind, then namespace, then name: the order of every listing.
  public static func < (left: Self, right: Self) -> Bool {
    (left.kind.rawValue, left.namespace, left.name)
      < (right.kind.rawValue, right.namespace, right.name)
  }

  /// `Kind namespace/name`, or `Kind name` for kinds without a namespace.
  public var description: String {
    namespace.isEmpty ? "\(kind.rawValue) \(name)" : "\(kind.rawValue) \(namespace)/\(name)"
  }
}

/// Where an object was written.
public struct SourceLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The file's path as it was given or found.
  public var file: String
  /// The line, counted from 1.
  public var line: Int

  /// The place `file:line`.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// Orders by file, then line.
  public static func < (left: Self, right: Self) -> Bool {
    (left.file, left.line) < (right.file, right.line)
  }

  /// `FILE:LINE`.
  public var description: String { "\(file):\(line)" }
}

/// What every object says of itself (`metadata`).
public struct ObjectMetadata: Hashable, Sendable {
  /// The object's name.
  public var name: String
  /// The namespace; `default` when the manifest names none, empty for Node and Namespace.
  public var namespace: String
  /// Labels.
  public var labels: [String: String]
  /// Annotations.
  public var annotations: [String: String]
  /// Whether the object is being deleted (`metadata.deletionTimestamp` is set).
  public var isTerminating: Bool
  /// When the object was made (`metadata.creationTimestamp`), in seconds since 1970.
  ///
  /// Read only of the kinds whose older objects come first, and nil of the others.
  public var creationTime: Int64?

  /// Metadata of an object that is not being deleted unless said.
  public init(
    name: String, namespace: String = "default", labels: [String: String] = [:],
    annotations: [String: String] = [:], isTerminating: Bool = false,
    creationTime: Int64? = nil
  ) {
    self.name = name
    self.namespace = namespace
    self.labels = labels
    self.annotations = annotations
    self.isTerminating = isTerminating
    self.creationTime = creationTime
  }
}

/// Any object that a mesh is made of.
public enum MeshObject: Hashable, Sendable {
  case service(Service)
  case pod(Pod)
  case node(ClusterNode)
  case namespace(NamespaceObject)
  case endpoints(EndpointsObject)
  case endpointSlice(EndpointSlice)
  case serviceEntry(ServiceEntry)
  case workloadEntry(WorkloadEntry)
  case sidecar(Sidecar)
  case virtualService(VirtualService)
  case destinationRule(DestinationRule)
  case gateway(Gateway)

  /// The object's metadata.
  public var metadata: ObjectMetadata {
    switch self {
    case .service(let object): object.metadata
    case .pod(let object): object.metadata
    case .node(let object): object.metadata
    case .namespace(let object): object.metadata
    case .endpoints(let object): object.metadata
    case .endpointSlice(let object): object.metadata
    case .serviceEntry(let object): object.metadata
    case .workloadEntry(let object): object.metadata
    case .sidecar(let object): object.metadata
    case .virtualService(let object): object.metadata
    case .destinationRule(let object): object.metadata
    case .gateway(let object): object.metadata
    }
  }

  /// The object's kind.
  public var kind: ObjectKind {
    switch self {
    case .service: .service
    case .pod: .pod
    case .node: .node
    case .namespace: .namespace
    case .endpoints: .endpoints
    case .endpointSlice: .endpointSlice
    case .serviceEntry: .serviceEntry
    case .workloadEntry: .workloadEntry
    case .sidecar: .sidecar
    case .virtualService: .virtualService
    case .destinationRule: .destinationRule
    case .gateway: .gateway
    }
  }

  /// The object's name among all objects.
  public var reference: ObjectReference {
    ObjectReference(kind, namespace: metadata.namespace, name: metadata.name)
  }
}
