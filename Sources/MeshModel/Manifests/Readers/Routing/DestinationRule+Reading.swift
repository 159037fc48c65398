extension DestinationRule {
  /// Reads a DestinationRule.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(.destinationRuleSpec)
    let subsets = spec.mappings("subsets").compactMap { Subset($0) }
    let policy = spec.mapping("trafficPolicy").map { TrafficPolicy($0) }
    let exportTo = spec.exportTo(namespace: metadata.namespace)
    let selector = spec.mapping("workloadSelector").map { selector in
      selector.check(FieldNames(acted: ["matchLabels"]))
      return selector.textMap("matchLabels")
    }
    guard
      let host = spec.required("host")?.host(
        NameRules.anyHost,
        orLike: "the name of a Service, a DNS name, \"*.\" and a DNS name, or \"*\"")
    else { return nil }
    self.init(
      metadata: metadata, host: host, subsets: subsets, trafficPolicy: policy, exportTo: exportTo,
      workloadSelector: selector)
  }
}

extension DestinationRule.Subset {
  /// Reads an entry of `subsets`.
  fileprivate init?(_ field: Field) {
    field.check(FieldNames(acted: ["labels", "name", "trafficPolicy"]))
    let labels = field.textMap("labels")
    let policy = field.mapping("trafficPolicy").map { TrafficPolicy($0) }
    guard let name = field.required("name")?.text else { return nil }
    self.init(name: name, labels: labels, trafficPolicy: policy)
  }
}

extension TrafficPolicy {
  /// Reads `trafficPolicy`.
  fileprivate init(_ field: Field) {
    var names = FieldNames.settings
    names.acted.append("portLevelSettings")
    names.inert += ["proxyProtocol", "retryBudget", "tunnel"]
    field.check(names)
    self.init(settings: Settings(field))
    for item in field.mappings("portLevelSettings") {
      var names = FieldNames.settings
      names.acted.append("port")
      item.check(names)
      let settings = Settings(item)
      guard item.required("port") != nil, let port = item.portSelector("port") else { continue }
      if portSettings.updateValue(settings, forKey: port) != nil {
        item.child("port")?.error("Port \(port) is given twice.")
      }
    }
  }
}

extension TrafficPolicy.Settings {
  /// Reads what may be said for all ports or for one.
  fileprivate init(_ field: Field) {
    self.init(
      loadBalancer: field.mapping("loadBalancer").map { TrafficPolicy.LoadBalancer($0) },
      connectionPool: field.mapping("connectionPool").map { TrafficPolicy.ConnectionPool($0) },
      outlierDetection: field.mapping("outlierDetection").map {
        TrafficPolicy.OutlierDetection($0)
      },
      tls: field.mapping("tls").map { TrafficPolicy.ClientTLS($0) })
  }
}

extension FieldNames {
  fileprivate static let destinationRuleSpec = FieldNames(
    acted: ["exportTo", "host", "subsets", "trafficPolicy", "workloadSelector"])

  fileprivate static let settings = FieldNames(
    acted: ["connectionPool", "loadBalancer", "outlierDetection", "tls"])
}
