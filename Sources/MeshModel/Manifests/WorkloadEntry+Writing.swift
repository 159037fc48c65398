extension WorkloadEntry {
  /// The entry as a manifest (YAML), which reads back as the same entry, and which a cluster takes.
  ///
  /// - Parameters:
  ///   - comment: lines for people, above it; without line breaks.
  ///   - deletionTimestamp: since when the entry is being deleted (RFC 3339), if it is.
  /// - Returns: the text of a file.
  package func manifest(comment: [String] = [], deletionTimestamp: String? = nil) -> String {
    var metadata: [(key: String, value: YAMLText)] = [
      ("name", .text(self.metadata.name)), ("namespace", .text(self.metadata.namespace)),
    ]
    if let deletionTimestamp { metadata.append(("deletionTimestamp", .text(deletionTimestamp))) }
    if !self.metadata.labels.isEmpty { metadata.append(("labels", .strings(self.metadata.labels))) }
    if !self.metadata.annotations.isEmpty {
      metadata.append(("annotations", .strings(self.metadata.annotations)))
    }
    let document: YAMLText = [
      "apiVersion": "networking.istio.io/v1", "kind": "WorkloadEntry", "metadata": .map(metadata),
      "spec": .map(workload.fields),
    ]
    return comment.map { "# \($0)\n" }.joined() + document.rendered()
  }
}

extension WorkloadSpec {
  /// What is said, in the order of Istio's reference.
  fileprivate var fields: [(key: String, value: YAMLText)] {
    var fields: [(key: String, value: YAMLText)] = []
    if let address { fields.append(("address", .text(address.description))) }
    if !ports.isEmpty {
      let numbers = ports.sorted { $0.key < $1.key }.map { name, port in
        (key: name, value: YAMLText.number(Int(port)))
      }
      fields.append(("ports", .entries(numbers)))
    }
    if !labels.isEmpty { fields.append(("labels", .strings(labels))) }
    if !network.isEmpty { fields.append(("network", .text(network))) }
    if let locality { fields.append(("locality", .text(locality.text))) }
    if let weight { fields.append(("weight", .number(Int(weight)))) }
    if !serviceAccount.isEmpty { fields.append(("serviceAccount", .text(serviceAccount))) }
    return fields
  }
}

extension Locality {
  /// `region/zone/subzone`, without the empty parts at the end.
  package var text: String {
    var parts = [region, zone, subZone]
    while parts.last?.isEmpty == true { parts.removeLast() }
    return parts.joined(separator: "/")
  }

  /// Reads `REGION`, `REGION/ZONE` or `REGION/ZONE/SUBZONE`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 3, parts.first?.isEmpty == false else { return nil }
    self.init(
      region: parts[0], zone: parts.count > 1 ? parts[1] : "",
      subZone: parts.count > 2 ? parts[2] : "")
  }
}
