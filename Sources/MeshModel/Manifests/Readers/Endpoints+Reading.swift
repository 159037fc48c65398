extension EndpointsObject {
  /// Reads an Endpoints object.
  init(_ object: Field, metadata: ObjectMetadata) {
    self.init(
      metadata: metadata,
      subsets: object.mappings("subsets").map { subset in
        Subset(
          addresses: Self.addresses(subset, "addresses", metadata),
          notReadyAddresses: Self.addresses(subset, "notReadyAddresses", metadata),
          ports: subset.mappings("ports").compactMap { field in
            field.required("port")?.port.map { Port(field, number: $0) }
          })
      })
  }

  private static func addresses(
    _ subset: Field, _ key: String, _ metadata: ObjectMetadata
  ) -> [Address] {
    subset.mappings(key).compactMap { field in
      guard let ip = field.required("ip")?.address else { return nil }
      return Address(
        ip: ip, nodeName: field.text("nodeName"),
        target: field.targetReference(namespace: metadata.namespace))
    }
  }
}

extension EndpointsObject.Port {
  /// Reads what Endpoints and EndpointSlices say of a port.
  fileprivate init(_ field: Field, number: UInt16) {
    self.init(
      name: field.text("name") ?? "", number: number, transport: field.transport(),
      appProtocol: field.text("appProtocol"))
  }
}

extension EndpointSlice {
  private enum AddressType: String, CaseIterable {
    case v4 = "IPv4"
    case v6 = "IPv6"
    case fqdn = "FQDN"
  }

  /// Reads an EndpointSlice.
  init(_ object: Field, metadata: ObjectMetadata) {
    self.init(metadata: metadata, serviceName: metadata.labels["kubernetes.io/service-name"])
    ports = object.mappings("ports").compactMap { field in
      field.port("port").map { EndpointsObject.Port(field, number: $0) }
    }
    guard object.required("addressType") != nil,
      let type: AddressType = object.choice("addressType")
    else { return }
    if type == .fqdn {
      object.child("addressType")?.warning(
        "Slices of host names are not used, as in Kubernetes: no endpoint is taken from this one.")
      return
    }
    endpoints = object.mappings("endpoints").compactMap { field in
      Self.endpoint(field, family: type == .v4 ? .v4 : .v6, metadata)
    }
  }

  private static func endpoint(
    _ field: Field, family: IPAddress.Family, _ metadata: ObjectMetadata
  ) -> Endpoint? {
    guard field.required("addresses") != nil else { return nil }
    let addresses = field.items("addresses").compactMap { item -> IPAddress? in
      guard let address = item.address else { return nil }
      if address.family == family { return address }
      item.error("\(address) is not of the slice's addressType.")
      return nil
    }
    guard !addresses.isEmpty else { return nil }
    let conditions = field.mapping("conditions")
    return Endpoint(
      addresses: addresses, isReady: conditions?.bool("ready") ?? true,
      isServing: conditions?.bool("serving"),
      isTerminating: conditions?.bool("terminating") ?? false,
      nodeName: field.text("nodeName"), zone: field.text("zone"),
      target: field.targetReference(namespace: metadata.namespace))
  }
}
