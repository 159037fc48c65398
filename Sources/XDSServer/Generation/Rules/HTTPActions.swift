internal import XDSProto

internal import struct MeshModel.VirtualService

extension RouteAction {
  /// Changes the path and the host of what is forwarded.
  mutating func rewrite(_ rewrite: VirtualService.Rewrite?) {
    switch rewrite?.path {
    case .uri(let uri): prefixRewrite = uri
    case .regex(let match, let replacement):
      regexRewrite = RegexMatchAndSubstitute(
        pattern: RegexMatcher(regex: match), substitution: replacement)
    case nil: break
    }
    if let authority = rewrite?.authority {
      hostRewriteSpecifier = .hostRewriteLiteral(authority)
    }
  }
}

extension RedirectAction {
  /// An answer with another place, for requests that come to `port`.
  init(_ redirect: VirtualService.Redirect, port: UInt16, isTLS: Bool) {
    self.init(hostRedirect: redirect.authority ?? "")
    // Envoy keeps the rest of the path only if it is told so: Istio's word for it.
    let keepsRest = "%PREFIX()%"
    if let uri = redirect.uri {
      pathRewriteSpecifier =
        uri.hasPrefix(keepsRest)
        ? .prefixRewrite(String(uri.dropFirst(keepsRest.count))) : .pathRedirect(uri)
    }
    schemeRewriteSpecifier = redirect.scheme.map { .schemeRedirect($0) }
    switch redirect.port {
    case .number(let number): portRedirect = UInt32(number)
    case .request: portRedirect = UInt32(port)
    case .protocolDefault, nil: break
    }
    // Nobody writes the port that a scheme has anyway.
    let scheme = redirect.scheme ?? (isTLS ? "https" : "http")
    if (scheme, portRedirect) == ("http", 80) || (scheme, portRedirect) == ("https", 443) {
      portRedirect = 0
    }
    responseCode =
      switch redirect.code {
      case 302: .found
      case 303: .seeOther
      case 307: .temporaryRedirect
      case 308: .permanentRedirect
      default: .movedPermanently
      }
  }
}

extension DirectResponseAction {
  /// An answer that is made here.
  init(_ response: VirtualService.DirectResponse) {
    self.init(
      status: response.status,
      body: response.body.map { DataSource(specifier: .inlineBytes($0)) })
  }
}

extension HTTPFault {
  /// Faults that are made on purpose; nil when there are none.
  init?(_ fault: VirtualService.Fault) {
    self.init()
    if let delay = fault.delay, delay.duration > .zero,
      let percentage = FractionalPercent(percentage: delay.percentage)
    {
      self.delay = FaultDelay(
        faultDelaySecifier: .fixedDelay(ProtoDuration(delay.duration)), percentage: percentage)
    }
    if let abort = fault.abort, let percentage = FractionalPercent(percentage: abort.percentage) {
      let type: FaultAbort.ErrorType =
        switch abort.status {
        case .http(let status): .httpStatus(status)
        case .grpc(let status): .grpcStatus(status)
        }
      self.abort = FaultAbort(errorType: type, percentage: percentage)
    }
    if delay == nil, abort == nil { return nil }
  }
}

extension CorsPolicy {
  /// What pages of other origins may do.
  init(_ policy: VirtualService.CORSPolicy) {
    self.init(
      // An origin may be anything where no single one is meant.
      allowOriginStringMatch: policy.allowOrigins.map {
        StringMatcher($0) ?? StringMatcher(matchPattern: .safeRegex(RegexMatcher(regex: ".*")))
      },
      allowMethods: policy.allowMethods.joined(separator: ","),
      allowHeaders: policy.allowHeaders.joined(separator: ","),
      exposeHeaders: policy.exposeHeaders.joined(separator: ","),
      maxAge: policy.maxAge.map { "\($0.components.seconds)" } ?? "",
      allowCredentials: policy.allowsCredentials,
      filterEnabled: RuntimeFractionalPercent(
        defaultValue: FractionalPercent(numerator: 100, denominator: .hundred)),
      // Before there was a choice applications answered those themselves.
      forwardNotMatchingPreflights: policy.unmatchedPreflights != .ignore)
  }
}

extension FractionalPercent {
  /// A percentage, at most 100; nil when it is none at all.
  init?(percentage: Double) {
    let millionths = (min(max(percentage, 0), 100) * 10_000).rounded()
    // NaN is neither.
    guard millionths >= 1 else { return nil }
    self.init(numerator: UInt32(millionths), denominator: .million)
  }
}
