// From VirtualServices, DestinationRules and Gateways that were touched to those of the mesh.
extension MeshStore {
  /// Arranges the rules that were touched, and notes which are not the same any more.
  mutating func arrangeRules(_ touched: Touched, _ difference: inout MeshDifference) {
    let domain = mesh.configuration
    let virtual = virtualServices.update(touched.virtualServices) {
      index.virtualServices.object(named: $0)?.value.qualified(domain)
    }
    if !virtual.isEmpty {
      mesh.virtualServices.elements.replace(virtual.leaving, with: virtual.coming)
      mesh.virtualServicesByHost.replace(
        HostedRule.all(virtual.leaving), with: HostedRule.all(virtual.coming))
      difference.note(virtual.all)
    }
    let destination = destinationRules.update(touched.destinationRules) {
      index.destinationRules.object(named: $0)?.value.qualified(domain)
    }
    if !destination.isEmpty {
      mesh.destinationRules.elements.replace(destination.leaving, with: destination.coming)
      mesh.destinationRulesByHost.replace(
        HostedRule.all(destination.leaving), with: HostedRule.all(destination.coming))
      difference.note(destination.all)
    }
    let gateway = gateways.update(touched.gateways) { index.gateways.object(named: $0)?.value }
    if !gateway.isEmpty {
      mesh.gateways.elements.replace(gateway.leaving, with: gateway.coming)
      difference.gatewaysDiffer = true
    }
  }
}
