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
    let percent = field.percentage("minimumPercent")
    let aggression = field.number("aggression")
    if let aggression, aggression < 1 {
      field.child("aggression")?.error("\(aggression) is too small. Write 1 or more.")
    }
    guard field.required("duration") != nil,
      let duration = field.duration("duration", atLeast: .milliseconds(1))
    else { return nil }
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
    case "httpHeaderName":
      guard let name = field.text(key) else { return nil }
      if !HeaderRules.isName(name) {
        field.child(key)?.error(
          "\(quoted(name)) is not the name of a header: it has letters, digits, \"-\" and \"_\".")
      }
      return .header(name)
    case "httpQueryParameterName":
      guard let name = field.text(key) else { return nil }
      if name.isEmpty { field.child(key)?.error("Write the name of a query parameter.") }
      return .queryParameter(name)
    case "httpCookie": return field.mapping(key).flatMap { Cookie($0) }.map { .cookie($0) }
    default:
      if field.bool(key) == false {
        field.child(key)?.error("With useSourceIp: false nothing is hashed. Write true.")
      }
      return .sourceAddress
    }
  }

  private static func table(_ field: Field) -> Table {
    if field.child("minimumRingSize") != nil {
      for key in ["ringHash", "maglev"] {
        field.child(key)?.error(
          "A consistentHash has either minimumRingSize, which is old, or \(key). Remove the first.")
      }
    }
    if let maglev = field.mapping("maglev") {
      field.child("ringHash")?.error("A consistentHash has either ringHash or maglev, not both.")
      return .maglev(size: tableSize(maglev))
    }
    let ring = field.mapping("ringHash")
    ring?.check(FieldNames(acted: ["minimumRingSize"]))
    let holder = ring ?? field
    guard let size = holder.size("minimumRingSize"), size > 0 else { return .ring() }
    // Envoy's ring_hash_lb_config takes no more.
    if size > 8_388_608 {
      holder.child("minimumRingSize")?.error("\(size) is too large. Write 8388608 or less.")
    }
    return .ring(minimumSize: size)
  }

  private static func tableSize(_ field: Field) -> UInt64 {
    field.check(FieldNames(acted: ["tableSize"]))
    guard let size = field.size("tableSize") else { return 65_537 }
    // Envoy's maglev_lb_config: a prime number, at most 5000011.
    if size >= 5_000_011 || !size.isPrime {
      field.child("tableSize")?.error(
        "\(size) is not a prime number below 5000011. Write one, such as 65537.")
    }
    return size
  }
}

extension UInt64 {
  fileprivate var isPrime: Bool {
    guard self > 3 else { return self > 1 }
    guard !isMultiple(of: 2) else { return false }
    var factor: UInt64 = 3
    while factor * factor <= self {
      if isMultiple(of: factor) { return false }
      factor += 2
    }
    return true
  }
}

extension TrafficPolicy.ConsistentHash.Cookie {
  /// Reads `httpCookie`.
  fileprivate init?(_ field: Field) {
    field.check(FieldNames(acted: ["attributes", "name", "path", "ttl"]))
    let attributes = field.mappings("attributes").compactMap { item in
      item.check(FieldNames(acted: ["name", "value"]))
      if item.child("name") != nil, item.headText("name") == nil {
        item.child("name")?.error("Write the name of an attribute.")
      }
      _ = item.headText("value")
      return item.required("name")?.text.map {
        TrafficPolicy.ConsistentHash.Attribute(name: $0, value: item.text("value") ?? "")
      }
    }
    let ttl = field.duration("ttl")
    let path = field.text("path") ?? ""
    guard let name = field.required("name")?.text else { return nil }
    if name.isEmpty { field.child("name")?.error("Write the name of a cookie.") }
    self.init(name: name, path: path, ttl: ttl, attributes: attributes)
  }
}

extension Field {
  /// A size of a key, which is not negative.
  fileprivate func size(_ key: String) -> UInt64? {
    guard let child = child(key), let value = child.integer else { return nil }
    if let size = UInt64(exactly: value) { return size }
    child.error("\(value) is not a size. Write a number that is not negative.")
    return nil
  }
}
