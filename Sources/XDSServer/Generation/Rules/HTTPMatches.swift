internal import XDSProto

internal import struct MeshModel.VirtualService

extension RouteMatch {
  /// What of a match only a request can tell.
  init(_ match: VirtualService.HTTPMatch) {
    self.init(pathSpecifier: .prefix("/"))
    switch match.uri {
    case .exact(let path): pathSpecifier = .path(path)
    case .prefix(let prefix): pathSpecifier = .prefix(prefix)
    case .regex(let regex): pathSpecifier = .safeRegex(RegexMatcher(regex: regex))
    case .present, nil: break
    }
    if match.ignoresURICase { caseSensitive = false }
    headers =
      (match.headers.map { HeaderMatcher($0.key, $0.value) }
      + match.withoutHeaders.map { HeaderMatcher(without: $0.key, $0.value) })
      .sorted { ($0.name, $0.invertMatch ? 1 : 0) < ($1.name, $1.invertMatch ? 1 : 0) }
    let ownParts = [
      (":method", match.method), (":authority", match.authority), (":scheme", match.scheme),
    ]
    headers += ownParts.compactMap { name, value in value.map { HeaderMatcher(name, $0) } }
    queryParameters = match.queryParameters.sorted { $0.key < $1.key }
      .map { QueryParameterMatcher($0.key, $0.value) }
  }
}

extension HeaderMatcher {
  /// A header that must be as `match` says.
  init(_ name: String, _ match: VirtualService.StringMatch) {
    self.init(name: name)
    headerMatchSpecifier = StringMatcher(match).map { .stringMatch($0) } ?? .presentMatch(true)
  }

  /// A header that must not be as `match` says.
  init(without name: String, _ match: VirtualService.StringMatch) {
    self.init(name, match)
    invertMatch = true
    // One that is missing is not as `match` says, unless that holds for nothing at all.
    if case .stringMatch = headerMatchSpecifier { treatMissingHeaderAsEmpty = true }
  }
}

extension QueryParameterMatcher {
  /// A query parameter that must be as `match` says.
  init(_ name: String, _ match: VirtualService.StringMatch) {
    self.init(name: name)
    queryParameterMatchSpecifier =
      StringMatcher(match).map { .stringMatch($0) } ?? .presentMatch(true)
  }
}

extension StringMatcher {
  /// The comparison; nil when it is enough that there is something.
  ///
  /// Envoy refuses an empty prefix, and an empty expression; both hold for every text.
  init?(_ match: VirtualService.StringMatch) {
    switch match {
    case .exact(let text): self.init(matchPattern: .exact(text))
    case .prefix(let text) where !text.isEmpty: self.init(matchPattern: .prefix(text))
    // `*` is no expression; Istio takes it for "any".
    case .regex(let regex) where !regex.isEmpty && regex != "*":
      self.init(matchPattern: .safeRegex(RegexMatcher(regex: regex)))
    case .prefix, .regex, .present: return nil
    }
  }
}
