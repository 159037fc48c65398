// What must hold within an HTTP route, as Istio has it
// (https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute).
extension VirtualService.HTTPRoute {
  /// Reports fields that exclude each other, and those that say nothing.
  static func check(_ field: Field) {
    checkAction(field)
    if field.child("mirror") != nil {
      field.child("mirrors")?.error("A route has either mirror or mirrors, not both.")
      if field.child("mirrorPercentage") != nil {
        field.child("mirrorPercent")?.error(
          "Give mirrorPercentage only, which says the same more exactly.")
      }
    } else {
      for key in ["mirrorPercent", "mirrorPercentage"] {
        field.child(key)?.warning("Without a mirror this has no effect. Give the route a mirror.")
      }
    }
    checkAuthority(field)
  }

  private static func checkAction(_ field: Field) {
    let actions = ["redirect", "directResponse", "route"].filter { field.child($0) != nil }
    if actions.isEmpty, field.child("delegate") == nil {
      field.missing(
        "route",
        "Say where requests go: give the route a route, or a redirect or "
          + "directResponse.")
    } else if let route = field.child("route"), actions == ["route"],
      case .sequence(let items) = route.node.content, items.isEmpty
    {
      route.error("At least one destination is required.")
    }
    for other in actions.dropFirst() {
      field.child(other)?.error("A route has either \(actions[0]) or \(other), not both.")
    }
    guard let answer = actions.first, answer != "route" else { return }
    for key in ["rewrite", answer == "redirect" ? "fault" : ""] {
      field.child(key)?.error("A route with \(answer) cannot have \(key).")
    }
    for key in ["mirror", "mirrors", "retries", "timeout"] {
      field.child(key)?.warning("With \(answer) this has no effect, as nothing is forwarded.")
    }
  }

  /// The authority is changed in one place only, or it would depend on the order.
  private static func checkAuthority(_ field: Field) {
    let request = field.child("headers")?.child("request")
    var places = [field.child("rewrite")?.child("authority")].compactMap { $0 }
    for key in ["set", "add"] {
      guard let changes = request?.child(key), case .mapping(let entries) = changes.node.content
      else { continue }
      for entry in entries where HeaderRules.isAuthority(entry.key) {
        if let place = changes.child(entry.key) { places.append(place) }
      }
    }
    for place in places.dropFirst() {
      place.error("The authority is set more than once. Set it in one place only.")
    }
  }
}

extension Field {
  /// Reports weights that send nothing anywhere, of the value of `route`.
  func checkWeights(_ weights: [UInt32]) {
    guard weights.count > 1 else { return }
    let sum = weights.reduce(0) { $0 + UInt64($1) }
    if sum == 0 {
      error("All weights are 0, so that no destination gets anything. Give at least one a weight.")
    } else if sum > UInt64(UInt32.max) {
      error("The weights add up to more than \(UInt32.max). Make them smaller.")
    }
  }

  /// Reports headers that cannot be changed, and values that Envoy does not take.
  ///
  /// Of requests, the authority can be set.
  func checkHeaderChanges(ofRequest isRequest: Bool) {
    for key in ["set", "add"] {
      guard let changes = child(key), case .mapping(let entries) = changes.node.content else {
        continue
      }
      for entry in entries {
        guard let value = changes.child(entry.key) else { continue }
        let isAllowed =
          HeaderRules.isChangeable(entry.key) || (isRequest && HeaderRules.isAuthority(entry.key))
        if !isAllowed {
          value.error("The header \(quoted(entry.key)) cannot be changed. Remove it here.")
        } else if case .string(let text) = value.node.content,
          let problem = HeaderRules.problem(inValue: text)
        {
          value.error(problem)
        }
      }
    }
    for (name, item) in texts("remove") where !HeaderRules.isChangeable(name) {
      item.error("The header \(quoted(name)) cannot be removed. Take it off the list.")
    }
  }

  /// Reports what is not an RE2 expression.
  func checkRegex() {
    guard case .string(let text) = node.content, let problem = RegexSyntax.problem(text) else {
      return
    }
    error("\(problem) Write an expression as RE2 has it.")
  }

  /// Reports names of headers that are none, in a mapping by their names or a list of them.
  func checkHeaderNames(_ key: String, allowsAll: Bool = false) {
    guard let field = child(key) else { return }
    func check(_ name: String, _ place: Field) {
      guard !HeaderRules.isName(name), !(allowsAll && name == "*") else { return }
      place.error(
        "\(quoted(name)) is not the name of a header: it has letters, digits, \"-\" and \"_\".")
    }
    switch field.node.content {
    case .mapping(let entries):
      for entry in entries { check(entry.key, field.child(entry.key) ?? field) }
    case .sequence: for (name, item) in texts(key) { check(name, item) }
    default: return
    }
  }

  /// Reports labels that no workload can have, of a mapping of labels.
  func checkLabels(_ key: String) {
    guard let field = child(key), case .mapping(let entries) = field.node.content else { return }
    for entry in entries {
      let place = field.child(entry.key) ?? field
      if !NameRules.isLabelKey(entry.key) {
        place.error("\(quoted(entry.key)) is not the name of a label.")
      } else if case .string(let value) = entry.value.content, !NameRules.isLabelValue(value) {
        place.error(
          "\(quoted(value)) is not the value of a label: it has letters, digits, \"-\", \"_\" and "
            + "\".\", at most 63.")
      }
    }
  }
}

// Routes that are never reached.
extension Field {
  /// Warns of routes after one that takes everything, and of matches that stand before already.
  func checkReachability<Match: Hashable>(_ matches: [(field: Field, match: [Match])]) {
    var seen: Set<Match> = []
    var isAllTaken = false
    for (route, match) in matches {
      if isAllTaken {
        route.warning(
          "This route is never reached, as one before it has no match. Move it before that one.")
        continue
      }
      if match.isEmpty { isAllTaken = true }
      for (item, match) in zip(route.items("match"), match) where !seen.insert(match).inserted {
        item.warning(
          "This match stands before already, and is never reached here. Remove one of the two.")
      }
    }
  }
}
