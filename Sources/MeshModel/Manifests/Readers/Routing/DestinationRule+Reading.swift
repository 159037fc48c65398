extension DestinationRule {
  /// Reads a DestinationRule.
  init?(_ object: Field, metadata: ObjectMetadata) {
    guard let spec = object.required("spec"), spec.checkIsMapping() else { return nil }
    spec.check(.destinationRuleSpec)
    let policy = spec.mapping("trafficPolicy").map { TrafficPolicy($0) }
    let subsets = spec.mappings("subsets").compactMap { Subset($0, of: policy) }
    Self.checkNames(spec)
    let exportTo = spec.exportTo(namespace: metadata.namespace)
    let selector = spec.mapping("workloadSelector").map { Self.selector($0) }
    if selector != nil, exportTo != .everywhere || !spec.items("exportTo").isEmpty,
      exportTo != ExportTo(isPublic: false, namespaces: [metadata.namespace])
    {
      spec.child("exportTo")?.error(
        "A rule with a workloadSelector concerns its own namespace only. Write \".\".")
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

extension DestinationRule {
  private static func selector(_ field: Field) -> [String: String] {
    field.check(FieldNames(acted: ["matchLabels"]))
    let labels = field.textMap("matchLabels")
    for (key, value) in labels where value.contains("*") {
      field.child("matchLabels")?.child(key)?.error("A selector's value cannot have a \"*\".")
    }
    if labels.isEmpty {
      field.warning("Without matchLabels it selects every workload. Give it labels, or remove it.")
    }
    return labels
  }

  private static func checkNames(_ spec: Field) {
    var names: Set<String> = []
    for subset in spec.mappings("subsets") {
      guard let field = subset.child("name"), let name = field.text else { continue }
      if !NameRules.isLabel(name) {
        field.error(
          "\(quoted(name)) is not the name of a subset: it has lower-case letters, digits and "
            + "\"-\".")
      } else if !names.insert(name).inserted {
        field.error("Two subsets have the name \(quoted(name)). Rename one.")
      }
    }
  }
}

extension DestinationRule.Subset {
  /// Reads an entry of `subsets`, which keeps of the rule's policy what it does not say itself.
  fileprivate init?(_ field: Field, of rule: TrafficPolicy?) {
    field.check(FieldNames(acted: ["labels", "name", "trafficPolicy"]))
    let labels = field.textMap("labels")
    field.checkLabels("labels")
    let policy = field.mapping("trafficPolicy").map {
      TrafficPolicy($0, detectsOutliers: rule?.settings.outlierDetection != nil)
    }
    guard let name = field.required("name")?.text else { return nil }
    self.init(name: name, labels: labels, trafficPolicy: policy)
  }
}

extension TrafficPolicy {
  /// Reads `trafficPolicy`.
  ///
  /// - Parameters:
  ///   - field: the value.
  ///   - detectsOutliers: whether there is an `outlierDetection` that it may leave as it is.
  fileprivate init(_ field: Field, detectsOutliers: Bool = false) {
    var names = FieldNames.settings
    names.acted.append("portLevelSettings")
    names.inert += ["proxyProtocol", "retryBudget", "tunnel"]
    field.check(names)
    if names.acted.allSatisfy({ field.child($0) == nil }),
      names.inert.allSatisfy({ field.child($0) == nil })
    {
      field.error("A trafficPolicy that says nothing. Give it a setting, or remove it.")
    }
    self.init(settings: Settings(field, detectsOutliers: detectsOutliers))
    for item in field.mappings("portLevelSettings") {
      var names = FieldNames.settings
      names.acted.append("port")
      item.check(names)
      if FieldNames.settings.acted.allSatisfy({ item.child($0) == nil }) {
        item.error("Settings of a port that say nothing. Give it a setting, or remove it.")
      }
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
  fileprivate init(_ field: Field, detectsOutliers: Bool = false) {
    self.init(
      loadBalancer: field.mapping("loadBalancer").map { TrafficPolicy.LoadBalancer($0) },
      connectionPool: field.mapping("connectionPool").map { TrafficPolicy.ConnectionPool($0) },
      outlierDetection: field.mapping("outlierDetection").map {
        TrafficPolicy.OutlierDetection($0)
      },
      tls: field.mapping("tls").map { TrafficPolicy.ClientTLS($0) })
    guard outlierDetection == nil, !detectsOutliers, let locality = loadBalancer?.locality,
      let setting = field.child("loadBalancer")?.child("localityLbSetting")
    else { return }
    for (key, isGiven) in [
      ("failover", !locality.failover.isEmpty),
      ("failoverPriority", !locality.failoverPriority.isEmpty),
    ] where isGiven {
      setting.child(key)?.warning(
        "Without outlierDetection nobody notices when an endpoint fails. Add it beside the "
          + "loadBalancer.")
    }
  }
}

extension FieldNames {
  fileprivate static let destinationRuleSpec = FieldNames(
    acted: ["exportTo", "host", "subsets", "trafficPolicy", "workloadSelector"])

  fileprivate static let settings = FieldNames(
    acted: ["connectionPool", "loadBalancer", "outlierDetection", "tls"])
}
