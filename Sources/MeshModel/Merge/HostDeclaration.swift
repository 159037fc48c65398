/// The objects that declare one host in one namespace: a Service, ServiceEntries, or both
/// (docs/MERGING.md, rule 2).
struct HostDeclaration {
  var host: String
  var namespace: String
  var service: Service?
  /// The ServiceEntries, ordered by name.
  var entries: [ServiceEntry] = []

  /// The objects, ordered.
  var origins: [ObjectReference] {
    let references =
      (service.map { [$0.reference(.service)] } ?? [])
      + entries.map { $0.reference(.serviceEntry) }
    return references.sorted()
  }
}
