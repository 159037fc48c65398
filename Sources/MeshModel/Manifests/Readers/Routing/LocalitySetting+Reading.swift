extension TrafficPolicy.LocalitySetting {
  /// Reads `localityLbSetting`.
  init(_ field: Field) {
    field.check(FieldNames(acted: ["distribute", "enabled", "failover", "failoverPriority"]))
    Self.check(field)
    self.init(
      isEnabled: field.bool("enabled"),
      distribute: field.mappings("distribute").compactMap { item in
        item.check(FieldNames(acted: ["from", "to"]))
        let to = item.mapping("to")?.shares ?? [:]
        return item.required("from")?.text.map { Distribution(from: $0, to: to) }
      },
      failover: field.mappings("failover").compactMap { item in
        item.check(FieldNames(acted: ["from", "to"]))
        let to = item.required("to")?.text
        guard let from = item.required("from")?.text, let to else { return nil }
        return Failover(from: from, to: to)
      },
      failoverPriority: field.filledTexts("failoverPriority"))
  }
}

// What must hold, as Istio has it
// (https://istio.io/latest/docs/reference/config/networking/destination-rule/
// #LocalityLoadBalancerSetting).
extension TrafficPolicy.LocalitySetting {
  private static let topology = [
    "topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone",
  ]

  private static func check(_ field: Field) {
    if field.child("distribute") != nil {
      for key in ["failover", "failoverPriority"] {
        field.child(key)?.error("A localityLbSetting has either distribute or \(key), not both.")
      }
    }
    if field.child("failover") != nil {
      for (label, item) in field.texts("failoverPriority") where topology.contains(label) {
        item.error("With failover, \(label) is taken care of. Remove it here.")
      }
    }
    for item in field.mappings("failover") { checkFailover(item) }
    checkDistribution(field.mappings("distribute"))
  }

  private static func checkFailover(_ item: Field) {
    for key in ["from", "to"] {
      guard let region = item.text(key) else { continue }
      if region.isEmpty || region.contains("/") || region.contains("*") {
        item.child(key)?.error("\(quoted(region)) is not a region. Write the name of one.")
      }
    }
    if let from = item.text("from"), from == item.text("to") {
      item.child("to")?.error("A region cannot fail over to itself. Name another.")
    }
  }

  private static func checkDistribution(_ items: [Field]) {
    checkPlaces(
      items.compactMap { item in item.child("from").flatMap { f in f.text.map { ($0, f) } } })
    for item in items {
      guard let to = item.mapping("to"), case .mapping(let entries) = to.node.content else {
        item.missing("to")
        continue
      }
      checkPlaces(entries.compactMap { entry in to.child(entry.key).map { (entry.key, $0) } })
      let sum = to.shares.values.reduce(0, +)
      if sum != 100 { to.error("The shares add up to \(sum). Make them add up to 100.") }
      for (place, share) in to.shares where share == 0 {
        to.child(place)?.error("A share of 0 is none. Remove it.")
      }
    }
  }

  /// Reports what is no place, and places of which one includes another.
  private static func checkPlaces(_ places: [(text: String, field: Field)]) {
    for (index, (text, field)) in places.enumerated() {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      let isPlace =
        parts.count <= 3 && !parts.contains("")
        && parts.dropLast().allSatisfy { !$0.contains("*") }
        && (parts.last.map { !$0.contains("*") || $0 == "*" } ?? false)
      guard isPlace else {
        field.error(
          "\(quoted(text)) is not a place. Write REGION, REGION/ZONE or REGION/ZONE/SUBZONE; the "
            + "last part may be \"*\".")
        continue
      }
      for (other, _) in places[..<index] where overlap(text, other) {
        field.error("\(quoted(text)) and \(quoted(other)) overlap. Remove one of the two.")
      }
    }
  }

  /// Whether one of two places includes the other.
  private static func overlap(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.split(separator: "/"), right.split(separator: "/"))
    for (one, other) in zip(left, right) where one != other { return one == "*" || other == "*" }
    return true
  }
}

extension Field {
  /// The value as places with their shares in percent.
  fileprivate var shares: [String: UInt32] {
    guard case .mapping(let entries) = node.content else { return [:] }
    var result: [String: UInt32] = [:]
    for entry in entries { result[entry.key] = count(entry.key, atMost: 100) }
    return result
  }
}
