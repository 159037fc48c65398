extension VirtualService.HTTPRoute {
  /// Reads an entry of `http`.
  init?(_ field: Field, _ metadata: ObjectMetadata) {
    field.check(.httpRoute)
    Self.check(field)
    let match = field.mappings("match").map { VirtualService.HTTPMatch($0, metadata) }
    let rewrite = field.mapping("rewrite").map { VirtualService.Rewrite($0) }
    let retries = field.mapping("retries").map { VirtualService.Retries($0) }
    let fault = field.mapping("fault").map { VirtualService.Fault($0) }
    let mirrors = Self.mirrors(field)
    let cors = field.mapping("corsPolicy").map { VirtualService.CORSPolicy($0) }
    let headers = VirtualService.Headers(field)
    let timeout = field.duration("timeout", atLeast: .milliseconds(1))
    guard let action = Self.action(field) else { return nil }
    self.init(
      name: field.text("name") ?? "", match: match, action: action, rewrite: rewrite,
      timeout: timeout, retries: retries, fault: fault, mirrors: mirrors, cors: cors,
      headers: headers)
  }

  private static func action(_ field: Field) -> Action? {
    if let delegate = field.child("delegate") {
      delegate.error(
        "Delegates are not supported. Write the routes of the delegate into this VirtualService.")
      return nil
    }
    if let redirect = field.mapping("redirect") {
      return .redirect(VirtualService.Redirect(redirect))
    }
    if let response = field.mapping("directResponse") {
      return VirtualService.DirectResponse(response).map { .respond($0) }
    }
    let destinations = field.mappings("route").compactMap(VirtualService.HTTPDestination.init)
    field.child("route")?.checkWeights(destinations.map(\.weight))
    return destinations.isEmpty ? nil : .forward(destinations)
  }

  private static func mirrors(_ field: Field) -> [VirtualService.Mirror] {
    if field.child("mirror") != nil {
      let share = field.percentageValue("mirrorPercentage") ?? field.percentage("mirrorPercent")
      guard let destination = VirtualService.Destination(field, "mirror") else { return [] }
      return [VirtualService.Mirror(destination, percentage: share ?? 100)]
    }
    return field.mappings("mirrors").compactMap { item in
      item.check(FieldNames(acted: ["destination", "percentage"]))
      let share = item.percentageValue("percentage") ?? 100
      return VirtualService.Destination(item).map {
        VirtualService.Mirror($0, percentage: share)
      }
    }
  }
}

extension VirtualService.HTTPMatch {
  /// Reads an entry of `match`.
  fileprivate init(_ field: Field, _ metadata: ObjectMetadata) {
    field.check(.httpMatch)
    field.checkHeaderNames("headers")
    field.checkHeaderNames("withoutHeaders")
    self.init(
      name: field.text("name") ?? "", uri: field.stringMatch("uri"),
      ignoresURICase: field.bool("ignoreUriCase") ?? false, scheme: field.stringMatch("scheme"),
      method: field.stringMatch("method"), authority: field.stringMatch("authority"),
      headers: field.stringMatches("headers", areHeaders: true),
      withoutHeaders: field.stringMatches("withoutHeaders", areHeaders: true),
      queryParameters: field.stringMatches("queryParams", areHeaders: false),
      port: field.port("port"), source: VirtualService.SourceMatch(field, metadata),
      statPrefix: field.text("statPrefix") ?? "")
  }
}

extension VirtualService.HTTPDestination {
  /// Reads an entry of `route`.
  fileprivate init?(_ field: Field) {
    field.check(FieldNames(acted: ["destination", "headers", "weight"]))
    let headers = VirtualService.Headers(field)
    let weight = field.count("weight", atMost: UInt32(Int32.max)) ?? 0
    guard let destination = VirtualService.Destination(field) else { return nil }
    self.init(destination, weight: weight, headers: headers)
  }
}

extension VirtualService.Headers {
  /// Reads `headers` of a route or destination.
  fileprivate init(_ parent: Field) {
    self.init()
    guard let field = parent.mapping("headers") else { return }
    field.check(FieldNames(acted: ["request", "response"]))
    if let changes = field.mapping("request") {
      request = VirtualService.HeaderChanges(changes)
      changes.checkHeaderChanges(ofRequest: true)
    }
    if let changes = field.mapping("response") {
      response = VirtualService.HeaderChanges(changes)
      changes.checkHeaderChanges(ofRequest: false)
    }
  }
}

extension VirtualService.HeaderChanges {
  /// Reads `request` or `response`.
  fileprivate init(_ field: Field) {
    field.check(FieldNames(acted: ["add", "remove", "set"]))
    self.init(
      set: field.textMap("set"), add: field.textMap("add"), remove: field.filledTexts("remove"))
  }
}

extension Field {
  /// How a text is compared, of a key; nil when it is absent, or says nothing.
  func stringMatch(_ key: String) -> VirtualService.StringMatch? {
    guard let match = mapping(key)?.stringMatch else { return nil }
    if case .present = match {
      child(key)?.error("Say how to compare: with exact, prefix or regex.")
      return nil
    }
    return match
  }

  /// The comparisons of headers or query parameters, by their names.
  fileprivate func stringMatches(
    _ key: String, areHeaders: Bool
  ) -> [String: VirtualService.StringMatch] {
    guard let child = mapping(key), case .mapping(let entries) = child.node.content else {
      return [:]
    }
    var result: [String: VirtualService.StringMatch] = [:]
    for entry in entries {
      let name = areHeaders ? entry.key.lowercased() : entry.key
      // Istio's reference: "The keys uri, scheme, method, and authority will be ignored".
      if areHeaders, ["uri", "scheme", "method", "authority"].contains(name) {
        child.child(entry.key)?.warning(
          "As a header this is ignored. Move \(name) out of \(key), beside it.")
        continue
      }
      if !areHeaders, name.isEmpty || name.utf8.count > 1024 {
        child.error("The name of a query parameter has 1 to 1024 characters.")
        continue
      }
      if case .null = entry.value.content {
        result[name] = .present
      } else if let match = child.mapping(entry.key)?.stringMatch {
        result[name] = match
      }
    }
    return result
  }

  /// The value as a comparison.
  var stringMatch: VirtualService.StringMatch? {
    check(FieldNames(acted: ["exact", "prefix", "regex"]))
    let given = ["exact", "prefix", "regex"].filter { child($0) != nil }
    if given.count > 1 {
      error("Only one of \(given.joined(separator: " and ")) can be given.")
      return nil
    }
    guard let key = given.first else { return .present }
    guard let text = text(key) else { return nil }
    switch key {
    case "exact": return .exact(text)
    case "prefix":
      if text.isEmpty { child(key)?.error("Every text begins with nothing. Write a prefix.") }
      return .prefix(text)
    default:
      child(key)?.checkRegex()
      return .regex(text)
    }
  }
}

extension FieldNames {
  fileprivate static let httpRoute = FieldNames(
    acted: [
      "corsPolicy", "delegate", "directResponse", "fault", "headers", "match", "mirror",
      "mirrorPercent", "mirrorPercentage", "mirrors", "name", "redirect", "retries", "rewrite",
      "route", "timeout",
    ])

  fileprivate static let httpMatch = FieldNames(
    acted: [
      "authority", "gateways", "headers", "ignoreUriCase", "method", "name", "port", "queryParams",
      "scheme", "sourceLabels", "sourceNamespace", "statPrefix", "uri", "withoutHeaders",
    ])
}
