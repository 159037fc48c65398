// The object, if it is of that kind.
extension MeshObject {
  var service: Service? { if case .service(let object) = self { object } else { nil } }
  var pod: Pod? { if case .pod(let object) = self { object } else { nil } }
  var node: ClusterNode? { if case .node(let object) = self { object } else { nil } }
  var endpoints: EndpointsObject? { if case .endpoints(let object) = self { object } else { nil } }
  var endpointSlice: EndpointSlice? {
    if case .endpointSlice(let object) = self { object } else { nil }
  }
  var serviceEntry: ServiceEntry? {
    if case .serviceEntry(let object) = self { object } else { nil }
  }
  var workloadEntry: WorkloadEntry? {
    if case .workloadEntry(let object) = self { object } else { nil }
  }
  var virtualService: VirtualService? {
    if case .virtualService(let object) = self { object } else { nil }
  }
  var destinationRule: DestinationRule? {
    if case .destinationRule(let object) = self { object } else { nil }
  }
  var gateway: Gateway? { if case .gateway(let object) = self { object } else { nil } }
  var sidecar: Sidecar? { if case .sidecar(let object) = self { object } else { nil } }
}
