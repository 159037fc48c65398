internal import struct MeshModel.Locality
internal import struct MeshModel.Mesh
internal import struct MeshModel.ObjectReference
internal import struct MeshModel.Sidecar
internal import struct MeshModel.Workload

extension SnapshotGenerator {
  /// Which view `node` sees.
  public func viewKey(for node: ProxyNode) -> ViewKey {
    let workloads = workloads(of: node)
    let labels = node.labels.isEmpty ? workloads.first?.labels ?? [:] : node.labels
    let sidecar: Sidecar? =
      switch node.kind {
      case .sidecar, .plain: mesh.sidecar(forNamespace: node.namespace, labels: labels)
      case .router, .grpc: nil
      }
    let kind: ViewKey.Kind =
      switch node.kind {
      case .sidecar, .plain: .envoy
      case .router: .gateway
      case .grpc: .grpc
      }
    let traits = variety.admitted(
      ClientVariety.Traits(
        labels: traits.asked(of: labels),
        locality: traits.askForLocality ? locality(of: node, workloads: workloads) : nil))
    return ViewKey(
      outbound: ViewKey.Outbound(
        kind: kind,
        // Of the others nothing depends on it.
        interceptionMode: kind == .envoy ? node.interceptionMode : .none,
        // All clients in namespaces that the mesh does not know see the same, so that inventing
        // namespaces makes no views.
        namespace: matters(node.namespace) ? node.namespace : "",
        sidecar: sidecar?.reference,
        labels: traits.labels,
        locality: traits.locality,
        served: kind == .gateway
          ? ServedGateways(by: workloads, labels: labels, in: mesh) : ServedGateways()),
      inbound: inbound(of: node, workloads: workloads, sidecar: sidecar))
  }

  /// Where a node is: as it says itself, else where its workload is.
  private func locality(of node: ProxyNode, workloads: [Workload]) -> Locality? {
    if let said = node.locality, said != Locality() { return said }
    return workloads.lazy.compactMap(\.locality).first
  }

  /// Whether it makes a difference that a client is in that namespace.
  func matters(_ namespace: String) -> Bool {
    namespaces.contains(namespace) || traits.contains(namespace: namespace)
  }

  private func inbound(
    of node: ProxyNode, workloads: [Workload], sidecar: Sidecar?
  ) -> ViewKey.Inbound {
    guard node.kind == .sidecar else { return .none }
    let isBound = node.interceptionMode == .none
    if let sidecar, let ingress = sidecar.ingress {
      let ports = InboundPlan.ports(
        of: ingress, sidecar: sidecar.reference, address: node.address, isBound: isBound)
      return isBound ? .bound(ports) : .redirected(ports)
    }
    return isBound ? .none : .redirected(InboundPlan.ports(of: workloads))
  }

  /// The workloads that a proxy stands in front of, or that a gateway is.
  ///
  /// Several pods may share the address of their machine, and then the name says which one is
  /// meant. A VM may be described by several objects, and then it is all of them.
  private func workloads(of node: ProxyNode) -> [Workload] {
    guard node.kind == .sidecar || node.kind == .router, let address = node.address else {
      return []
    }
    let candidates = mesh.workloads(at: address)
    let pod = candidates.first {
      $0.kind == .pod && $0.namespace == node.namespace && $0.name == node.name
    }
    if let pod { return [pod] }
    return candidates.filter { $0.kind != .pod || $0.namespace == node.namespace }
  }
}
