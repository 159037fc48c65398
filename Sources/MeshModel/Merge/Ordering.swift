// The orders of listings, all of them total, so that a mesh is the same whatever order its objects
// came in.

extension WorkloadAddress {
  /// Whether it comes before `other`: IP addresses by number, then names, then sockets.
  func precedes(_ other: Self) -> Bool {
    switch (self, other) {
    case (.ip(let left), .ip(let right)): left < right
    case (.hostname(let left), .hostname(let right)): left < right
    case (.unixSocket(let left), .unixSocket(let right)): left < right
    case (.ip, _), (.hostname, .unixSocket): true
    case (.hostname, .ip), (.unixSocket, _): false
    }
  }
}

extension Endpoint {
  /// Whether it is listed before `other`: by address, kind, origin, and, as one address may serve a
  /// port twice, by its ports.
  func precedes(_ other: Self) -> Bool {
    if case .ip(let left) = address, case .ip(let right) = other.address, left != right {
      return left < right
    }
    if address != other.address { return address.precedes(other.address) }
    if kind != other.kind { return kind.rawValue < other.kind.rawValue }
    if origin != other.origin { return origin < other.origin }
    return orderedPorts.lexicographicallyPrecedes(other.orderedPorts, by: <)
  }

  /// The pairs of service port and own port, by service port.
  var orderedPorts: [(servicePort: UInt16, port: UInt16)] {
    ports.map { (servicePort: $0.key, port: $0.value) }.sorted { $0 < $1 }
  }
}

extension MeshService: Ordered {
  /// Whether it is listed before `other`: by host, then namespace.
  func precedes(_ other: Self) -> Bool {
    host == other.host ? namespace < other.namespace : host < other.host
  }
}

extension Workload: Ordered {
  /// Whether it is listed before `other`: by namespace, name, address and kind.
  func precedes(_ other: Self) -> Bool {
    if namespace != other.namespace { return namespace < other.namespace }
    if name != other.name { return name < other.name }
    if addresses != other.addresses {
      return addresses.lexicographicallyPrecedes(other.addresses)
    }
    return kind.rawValue < other.kind.rawValue
  }
}

extension Workload.Instance {
  /// Whether it is listed before `other`: by its port, then the service and the service's port.
  func precedes(_ other: Self) -> Bool {
    (port, host, serviceNamespace, servicePort.number)
      < (other.port, other.host, other.serviceNamespace, other.servicePort.number)
  }
}

extension Collection {
  /// The first index from which on `isSecondHalf` holds, in a collection that is partitioned by it.
  ///
  /// - Complexity: O(log n) in a random-access collection.
  func partitionPoint(where isSecondHalf: (Element) -> Bool) -> Index {
    var start = startIndex
    var length = count
    while length > 0 {
      let half = length / 2
      let middle = index(start, offsetBy: half)
      if isSecondHalf(self[middle]) {
        length = half
      } else {
        start = index(after: middle)
        length -= half + 1
      }
    }
    return start
  }
}
