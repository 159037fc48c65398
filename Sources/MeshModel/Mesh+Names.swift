extension MeshService {
  /// Whether people mean the service by `name`, in small letters: the host itself, or for a
  /// Kubernetes Service `name.namespace`, `name.namespace.svc`, and the bare name.
  package func goes(by name: String, in namespace: String?) -> Bool {
    if let namespace, namespace != self.namespace { return false }
    if name == host { return true }
    return goes(byShortName: name) || name == kubernetesName
  }

  /// Whether `name` is the Service's name with its namespace.
  private func goes(byShortName name: String) -> Bool {
    guard let kubernetesName else { return false }
    return name == "\(kubernetesName).\(namespace)" || name == "\(kubernetesName).\(namespace).svc"
  }
}

extension Mesh {
  /// The services that are meant by `name`, as `kubectl` would have it: where no namespace is said,
  /// a bare name is one of `default`.
  package func services(meantBy name: String, in namespace: String?) -> [MeshService] {
    let name = name.lowercased()
    let isBare = !name.contains(".")
    return services.filter { service in
      // A host without a dot is found in whatever namespace it is.
      let place = isBare && service.host != name ? namespace ?? "default" : namespace
      return service.goes(by: name, in: place)
    }
  }

  /// The hosts of services that may have been meant by `name`, which is none: at most three.
  package func hosts(similarTo name: String) -> [String] {
    let name = name.lowercased()
    let bare = String(name.prefix { $0 != "." })
    // The right name in another namespace, before a slip of the pen.
    let namesakes = services.filter { $0.kubernetesName == bare || $0.host == bare }.map(\.host)
    if !namesakes.isEmpty { return Array(namesakes.prefix(3)) }
    if let nearest = EditDistance.nearest(to: name, among: services.map(\.host)) {
      return [nearest]
    }
    let longer = services.filter { $0.kubernetesName?.hasPrefix(bare) == true && bare.count > 2 }
    if !longer.isEmpty { return longer.prefix(3).map(\.host) }
    let names = services.compactMap(\.kubernetesName)
    guard let nearest = EditDistance.nearest(to: bare, among: names) else { return [] }
    return Array(services.filter { $0.kubernetesName == nearest }.map(\.host).prefix(3))
  }
}
