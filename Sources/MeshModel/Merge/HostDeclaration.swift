/// The objects that declare one host in one namespace: a Service, ServiceEntries, or both
/// (docs/MERGING.md, rule 2).
struct HostDeclaration {
  var host: String
  var namespace: String
  var service: Service?
  /// The ServiceEntries, ordered by name.
  var entries: [ServiceEntry] = []

  /// All declarations, ordered by host, then namespace.
  static func all(in objects: ObjectIndex, _ configuration: MeshConfiguration) -> [Self] {
    var declarations: [Self] = []
    var places: [ObjectName: Int] = [:]
    declarations.reserveCapacity(objects.services.count + objects.serviceEntries.count)
    places.reserveCapacity(objects.services.count + objects.serviceEntries.count)
    func place(of host: String, _ namespace: String) -> Int {
      let key = ObjectName(namespace: namespace, name: host)
      if let place = places[key] { return place }
      places[key] = declarations.count
      declarations.append(Self(host: host, namespace: namespace))
      return declarations.count - 1
    }
    for service in objects.services {
      let namespace = service.metadata.namespace
      let host = configuration.host(ofService: service.metadata.name, namespace: namespace)
      declarations[place(of: host, namespace)].service = service
    }
    for entry in objects.serviceEntries {
      for host in Set(entry.hosts.map { $0.lowercased() }).sorted() {
        declarations[place(of: host, entry.metadata.namespace)].entries.append(entry)
      }
    }
    return declarations.sorted { ($0.host, $0.namespace) < ($1.host, $1.namespace) }
  }

  /// The objects, ordered.
  var origins: [ObjectReference] {
    let references =
      (service.map { [$0.reference(.service)] } ?? [])
      + entries.map { $0.reference(.serviceEntry) }
    return references.sorted()
  }
}
