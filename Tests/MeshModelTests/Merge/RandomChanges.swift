@testable import MeshModel

// Changes of random objects.
extension RandomObjects {
  /// Some changes of `objects`, applied to them.
  mutating func changes(of objects: inout [MeshObject]) -> [ObjectChange] {
    (0..<pick([1, 1, 1, 2, 5])).map { _ in change(&objects) }
  }

  private mutating func change(_ objects: inout [MeshObject]) -> ObjectChange {
    let place = objects.isEmpty ? nil : pick(Array(objects.indices))
    guard let place, !chance(1, 4) else {
      let object = object()
      objects.append(object)
      return .added(object)
    }
    let before = objects[place]
    if chance(1, 3) {
      objects.remove(at: place)
      return .removed(before)
    }
    let after = changed(before)
    objects[place] = after
    return .changed(from: before, to: after)
  }

  /// An object of the same name: another one, or one that differs in little.
  private mutating func changed(_ object: MeshObject) -> MeshObject {
    if chance(1, 2), case .pod(var pod) = object {
      pod.isReady.toggle()
      return .pod(pod)
    }
    if chance(1, 2), case .endpointSlice(var slice) = object, !slice.endpoints.isEmpty {
      slice.endpoints[0].isReady.toggle()
      return .endpointSlice(slice)
    }
    var other = self.object()
    while other.kind != object.kind { other = self.object() }
    return other.named(object.metadata.namespace, object.metadata.name)
  }
}

extension MeshObject {
  /// The object under another name.
  fileprivate func named(_ namespace: String, _ name: String) -> Self {
    func named<Object: NamedObject>(
      _ object: Object, _ metadata: WritableKeyPath<Object, ObjectMetadata>
    ) -> Object {
      var object = object
      object[keyPath: metadata].namespace = namespace
      object[keyPath: metadata].name = name
      return object
    }
    return switch self {
    case .service(let object): .service(named(object, \.metadata))
    case .pod(let object): .pod(named(object, \.metadata))
    case .node(let object): .node(named(object, \.metadata))
    case .namespace(let object):
      .namespace(
        NamespaceObject(metadata: ObjectMetadata(name: name, labels: object.metadata.labels)))
    case .endpoints(let object): .endpoints(named(object, \.metadata))
    case .endpointSlice(let object): .endpointSlice(named(object, \.metadata))
    case .serviceEntry(let object): .serviceEntry(named(object, \.metadata))
    case .workloadEntry(let object): .workloadEntry(named(object, \.metadata))
    case .sidecar(let object): .sidecar(named(object, \.metadata))
    case .virtualService(let object): .virtualService(named(object, \.metadata))
    case .destinationRule(let object): .destinationRule(named(object, \.metadata))
    case .gateway(let object): .gateway(named(object, \.metadata))
    }
  }
}
