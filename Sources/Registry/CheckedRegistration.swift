internal import ManifestSource
internal import MeshModel

/// A registration that has been checked against the mesh: what is to be written.
struct CheckedRegistration {
  /// The service.
  let service: MeshService
  /// The VM's entry.
  let entry: WorkloadEntry

  /// Checks a request.
  ///
  /// That the VM is an endpoint already is not looked at.
  /// - Parameters:
  ///   - request: the request.
  ///   - mesh: the mesh as it is.
  ///   - manifests: the objects that it was made of.
  /// - Throws: `RegistrationError`, for the first thing that is wrong.
  init(
    _ request: RegistrationRequest, _ mesh: Mesh, _ manifests: ManifestSnapshot
  ) throws(RegistrationError) {
    service = try Self.service(request, mesh)
    let address = try Self.address(request, mesh)
    try Self.check(request)
    var annotations = request.annotations
    annotations[WorkloadEntry.serviceAnnotation] = service.host
    let ports = ServicePortChoice(service, manifests)
    let workload = WorkloadSpec(
      address: .ip(address), ports: try ports.named(request.ports), labels: request.labels,
      locality: try Self.locality(request), weight: request.weight,
      serviceAccount: request.serviceAccount ?? "")
    let name = Self.name(service, address)
    entry = WorkloadEntry(
      metadata: ObjectMetadata(
        name: name, namespace: service.namespace, annotations: annotations),
      workload: workload)
  }

  private static func service(
    _ request: RegistrationRequest, _ mesh: Mesh
  ) throws(RegistrationError) -> MeshService {
    let services = mesh.services(meantBy: request.service, in: request.namespace)
    guard let service = services.first else {
      throw .unknownService(request.service, in: request.namespace, mesh)
    }
    guard services.count == 1 else {
      let namespaces = services.map(\.namespace).joined(separator: ", ")
      throw RegistrationError(
        .invalid,
        "\(request.service) is a service in the namespaces \(namespaces): say which one is meant.",
        field: "namespace")
    }
    if let complaint = service.complaintAboutRegistrations {
      throw RegistrationError(.invalid, complaint, field: "service")
    }
    return service
  }

  private static func address(
    _ request: RegistrationRequest, _ mesh: Mesh
  ) throws(RegistrationError) -> IPAddress {
    guard let address = IPAddress(request.address), !address.isUnspecified else {
      throw RegistrationError(
        .invalid, "'\(request.address)' is not the IP address of a machine.", field: "address")
    }
    if let pod = mesh.workloads(at: address).first(where: { $0.kind == .pod }) {
      throw RegistrationError(
        .conflict,
        "\(address) is the address of \(pod.origin), and a pod becomes an endpoint by the "
          + "Service's selector.", field: "address")
    }
    return address
  }

  private static func check(_ request: RegistrationRequest) throws(RegistrationError) {
    for (key, value) in request.labels.sorted(by: { $0.key < $1.key }) {
      guard NameRules.isLabelKey(key), NameRules.isLabelValue(value) else {
        throw RegistrationError(
          .invalid,
          "'\(key)=\(value)' is not a label: keys and values have at most 63 letters, digits, "
            + "'-', '_' and '.', and a key may have a domain and '/' before it.", field: "labels")
      }
    }
    for key in request.annotations.keys.sorted() {
      guard NameRules.isLabelKey(key) else {
        throw RegistrationError(
          .invalid, "'\(key)' is not the key of an annotation.", field: "annotations")
      }
      guard !key.hasPrefix("causeway/") else {
        throw RegistrationError(
          .invalid, "Annotations that begin with causeway/ are Causeway's own.",
          field: "annotations")
      }
    }
    if let account = request.serviceAccount, !NameRules.isSubdomain(account) {
      throw RegistrationError(
        .invalid,
        "'\(account)' is not the name of a service account: use lower-case letters, digits, '-' "
          + "and '.'.", field: "serviceAccount")
    }
  }

  private static func locality(
    _ request: RegistrationRequest
  ) throws(RegistrationError) -> Locality? {
    guard let text = request.locality else { return nil }
    guard let locality = Locality(text) else {
      throw RegistrationError(
        .invalid,
        "'\(text)' is not a locality: write REGION, REGION/ZONE or REGION/ZONE/SUBZONE.",
        field: "locality")
    }
    return locality
  }

  /// The entry's name, which follows from service and address: `productcatalogservice-10-128-0-13`.
  static func name(_ service: MeshService, _ address: IPAddress) -> String {
    let digits = address.fullDigits
    // A host without a dot could be the name of a Service beside it.
    if let base = service.kubernetesName ?? (service.host.contains(".") ? service.host : nil) {
      let name = "\(base)-\(digits)"
      // The name of its file, and of the draft of that, must have room for more.
      if NameRules.isSubdomain(name), name.utf8.count <= 200 { return name }
    }
    let hash = service.host.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return "host-\(String(hash, radix: 16))-\(digits)"
  }
}

extension IPAddress {
  /// The address with hyphens instead of dots and colons, and all groups written.
  fileprivate var fullDigits: String {
    guard family == .v6 else {
      return description.split(separator: ".").joined(separator: "-")
    }
    let groups = (0..<8).map { index -> String in
      let half = index < 4 ? high : low
      return String((half >> UInt64(48 - 16 * (index % 4))) & 0xFFFF, radix: 16)
    }
    return groups.joined(separator: "-")
  }
}

extension RegistrationError {
  /// Nobody goes by that name.
  static func unknownService(
    _ name: String, in namespace: String?, _ mesh: Mesh
  ) -> RegistrationError {
    // The namespace that is looked in is worth a word where it was chosen for the person.
    let place = namespace ?? (name.contains(".") ? nil : "default")
    let hosts = mesh.hosts(similarTo: name)
    let advice =
      hosts.isEmpty
      ? "/api/v1/services lists those that there are."
      : "Did you mean \(hosts.joined(separator: " or "))?"
    return RegistrationError(
      .notFound,
      "There is no service \(name)\(place.map { " in namespace \($0)" } ?? ""). \(advice)",
      field: "service")
  }
}
