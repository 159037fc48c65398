extension TrafficPolicy.LoadBalancer {
  /// Reads `loadBalancer`.
  init(_ field: Field) {
    field.check(
      FieldNames(acted: [
        "consistentHash", "localityLbSetting", "simple", "warmup", "warmupDurationSecs",
      ]))
    self.init(
      locality: field.mapping("localityLbSetting").map { TrafficPolicy.LocalitySetting($0) })
    if let warmup = field.mapping("warmup") {
      self.warmup = TrafficPolicy.Warmup(warmup)
    } else {
      warmup = field.duration("warmupDurationSecs", atLeast: .milliseconds(1)).map {
        TrafficPolicy.Warmup(duration: $0)
      }
    }
    if let hash = field.mapping("consistentHash") {
      if let simple = field.child("simple") {
        simple.error("A load balancer has either simple or consistentHash, not both.")
      }
      algorithm = TrafficPolicy.ConsistentHash(hash).map { .consistentHash($0) }
    } else if let simple: Simple = field.choice("simple") {
      algorithm = .simple(simple)
    }
  }
}

extension TrafficPolicy.Warmup {
  /// Reads `warmup`.
  fileprivate init?(_ field: Field) {
    field.check(FieldNames(acted: ["aggression", "duration", "minimumPercent"]))
    field.required("duration").map { _ in () }
    let percent = field.percentage("minimumPercent")
    let aggression = field.number("aggression")
    if let aggression, aggression < 1 {
      field.child("aggression")?.error("\(aggression) is too small. Write 1 or more.")
    }
    guard let duration = field.duration("duration", atLeast: .milliseconds(1)) else { return nil }
    self.init(duration: duration, minimumPercent: percent, aggression: aggression)
  }
}

extension TrafficPolicy.ConsistentHash {
  private static let keys = [
    "httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName",
  ]

  /// Reads `consistentHash`.
  fileprivate init?(_ field: Field) {
    field.check(FieldNames(acted: Self.keys + ["maglev", "minimumRingSize", "ringHash"]))
    let table = Self.table(field)
    guard let key = Self.key(field) else { return nil }
    self.init(key, table: table)
  }

  private static func key(_ field: Field) -> Key? {
    let given = keys.filter { field.child($0) != nil }
    guard given.count == 1, let key = given.first else {
      field.error(
        given.isEmpty
          ? "Say what to hash: give one of \(keys.joined(separator: ", "))."
          : "Only one of \(given.joined(separator: " and ")) can be given.")
      return nil
    }
    switch key {
    case "httpHeaderName": return field.text(key).map { .header($0) }
    case "httpQueryParameterName": return field.text(key).map { .queryParameter($0) }
    case "httpCookie": return field.mapping(key).flatMap { Cookie($0) }.map { .cookie($0) }
    default:
      if field.bool(key) == false {
        field.child(key)?.error("With useSourceIp: false nothing is hashed. Write true.")
      }
      return .sourceAddress
    }
  }

  private static func table(_ field: Field) -> Table {
    if let maglev = field.mapping("maglev") {
      maglev.check(FieldNames(acted: ["tableSize"]))
      if let ring = field.child("ringHash") {
        ring.error("A consistentHash has either ringHash or maglev, not both.")
      }
      return maglev.size("tableSize").map { .maglev(size: $0) } ?? .maglev()
    }
    let ring = field.mapping("ringHash")
    ring?.check(FieldNames(acted: ["minimumRingSize"]))
    let size = ring?.size("minimumRingSize") ?? field.size("minimumRingSize")
    return size.map { .ring(minimumSize: $0) } ?? .ring()
  }
}

extension TrafficPolicy.ConsistentHash.Cookie {
  /// Reads `httpCookie`.
  fileprivate init?(_ field: Field) {
    field.check(FieldNames(acted: ["attributes", "name", "path", "ttl"]))
    let attributes = field.mappings("attributes").compactMap { item in
      item.check(FieldNames(acted: ["name", "value"]))
      return item.required("name")?.text.map {
        TrafficPolicy.ConsistentHash.Attribute(name: $0, value: item.text("value") ?? "")
      }
    }
    let ttl = field.duration("ttl")
    let path = field.text("path") ?? ""
    guard let name = field.required("name")?.text else { return nil }
    self.init(name: name, path: path, ttl: ttl, attributes: attributes)
  }
}

extension TrafficPolicy.LocalitySetting {
  /// Reads `localityLbSetting`.
  fileprivate init(_ field: Field) {
    field.check(FieldNames(acted: ["distribute", "enabled", "failover", "failoverPriority"]))
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

extension Field {
  /// The value as places with their shares in percent.
  fileprivate var shares: [String: UInt32] {
    guard case .mapping(let entries) = node.content else { return [:] }
    var result: [String: UInt32] = [:]
    for entry in entries { result[entry.key] = count(entry.key, atMost: 100) }
    return result
  }

  /// A size of a key, which is not negative.
  fileprivate func size(_ key: String) -> UInt64? {
    guard let child = child(key), let value = child.integer else { return nil }
    if let size = UInt64(exactly: value) { return size }
    child.error("\(value) is not a size. Write a number that is not negative.")
    return nil
  }
}
