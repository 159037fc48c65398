extension VirtualService.Redirect {
  private enum DerivedPort: String, CaseIterable {
    case protocolDefault = "FROM_PROTOCOL_DEFAULT"
    case request = "FROM_REQUEST_PORT"
  }

  /// Reads `redirect`.
  init(_ field: Field) {
    field.check(
      FieldNames(acted: ["authority", "derivePort", "port", "redirectCode", "scheme", "uri"]))
    Self.check(field)
    self.init(
      uri: field.headText("uri"), authority: field.headText("authority"),
      scheme: field.filledText("scheme")?.lowercased(),
      code: field.count("redirectCode").flatMap { $0 == 0 ? nil : $0 } ?? 301)
    if field.child("port") != nil {
      port = field.port("port").map { .number($0) }
    } else if let derived: DerivedPort = field.choice("derivePort") {
      port = derived == .request ? .request : .protocolDefault
    }
  }
}

extension VirtualService.Redirect {
  private static func check(_ field: Field) {
    let places = ["authority", "derivePort", "port", "scheme", "uri"]
    if places.allSatisfy({ field.child($0) == nil }) {
      field.error("Say where to: with uri, authority, port or scheme.")
    }
    if field.child("port") != nil {
      field.child("derivePort")?.error("A redirect has either port or derivePort, not both.")
    }
    if let scheme = field.child("scheme"), let text = scheme.text,
      !["", "http", "https"].contains(text.lowercased())
    {
      scheme.error("\(quoted(text)) is not a scheme. Write http or https.")
    }
    // Those of Envoy's RedirectAction.
    if let code = field.count("redirectCode"), ![0, 301, 302, 303, 307, 308].contains(code) {
      field.child("redirectCode")?.error(
        "\(code) cannot be answered. Write 301, 302, 303, 307 or 308.")
    }
  }
}

extension VirtualService.DirectResponse {
  /// The largest body, as in Istio.
  private static let bodySizeMax = 1_048_576

  /// Reads `directResponse`.
  init?(_ field: Field) {
    field.check(FieldNames(acted: ["body", "status"]))
    let content = field.mapping("body").flatMap { Self.body($0) }
    guard field.required("status") != nil, let status = field.httpStatus("status") else {
      return nil
    }
    self.init(status: status, body: content)
  }

  private static func body(_ field: Field) -> [UInt8]? {
    field.check(FieldNames(acted: ["bytes", "string"]))
    var content: [UInt8]?
    if let text = field.text("string") {
      content = Array(text.utf8)
      field.child("bytes")?.error("A body has either string or bytes, not both.")
    } else if let bytes = field.child("bytes"), let text = bytes.text {
      content = Base64.bytes(of: text)
      if content == nil { bytes.error("This is not base64. Encode the bytes, or use string.") }
    }
    if let content, content.count > bodySizeMax {
      field.error("The body has \(content.count) bytes. Make it \(bodySizeMax) or less.")
    }
    return content
  }
}

extension VirtualService.Rewrite {
  /// Reads `rewrite`.
  init(_ field: Field) {
    field.check(FieldNames(acted: ["authority", "uri", "uriRegexRewrite"]))
    self.init(authority: field.headText("authority"))
    if field.filledText("uri") != nil {
      field.child("uriRegexRewrite")?.error(
        "A rewrite has either uri or uriRegexRewrite, not both.")
    } else if authority == nil, field.child("uriRegexRewrite") == nil {
      field.error("Say what to rewrite: with uri, uriRegexRewrite or authority.")
    }
    if let uri = field.headText("uri") { path = .uri(uri) }
    guard let regex = field.mapping("uriRegexRewrite") else { return }
    regex.check(FieldNames(acted: ["match", "rewrite"]))
    regex.child("match")?.checkRegex()
    let match = regex.required("match")?.text
    _ = regex.headText("rewrite")
    if let rewrite = regex.required("rewrite")?.text, let match {
      path = .regex(match: match, rewrite: rewrite)
    }
  }
}

extension VirtualService.Retries {
  /// Reads `retries`.
  init(_ field: Field) {
    field.check(
      FieldNames(acted: [
        "attempts", "backoff", "perTryTimeout", "retryIgnorePreviousHosts", "retryOn",
        "retryRemoteLocalities",
      ]))
    self.init(
      attempts: field.count("attempts", atMost: UInt32(Int32.max)) ?? 0,
      perTryTimeout: field.duration("perTryTimeout", atLeast: .milliseconds(1)),
      retryOn: Self.conditions(field),
      retriesRemoteLocalities: field.bool("retryRemoteLocalities"),
      ignoresPreviousHosts: field.bool("retryIgnorePreviousHosts") ?? true,
      backoff: field.duration("backoff", atLeast: .milliseconds(1)))
    guard attempts == 0 else { return }
    for key in ["perTryTimeout", "retryOn", "retryRemoteLocalities"] {
      field.child(key)?.error("Without attempts nothing is retried. Give attempts, or remove this.")
    }
  }

  private static func conditions(_ field: Field) -> [String] {
    guard let child = field.child("retryOn"), let text = child.text else { return [] }
    // Only the spaces around a word do not count: of two words both are meant, and none is known.
    let words = text.split(separator: ",").map { word in
      word.split(separator: " ").joined(separator: " ")
    }
    for word in words where !word.isEmpty && !known.contains(word) {
      if let status = UInt32(word), (100...599).contains(status) { continue }
      let nearest = EditDistance.nearest(to: word, among: known)
      child.error(
        "\(quoted(word)) is neither a status nor a condition of Envoy's."
          + (nearest.map { " Did you mean \(quoted($0))?" } ?? " Correct or remove it."))
    }
    return words.filter { !$0.isEmpty }
  }

  /// The words of `x-envoy-retry-on` and `x-envoy-retry-grpc-on` (Envoy, "Router").
  private static let known = [
    "5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "retriable-4xx",
    "refused-stream", "retriable-status-codes", "retriable-headers", "envoy-ratelimited",
    "http3-post-connect-failure", "cancelled", "deadline-exceeded", "internal",
    "resource-exhausted", "unavailable",
  ]
}

extension VirtualService.Fault {
  /// Reads `fault`.
  init(_ field: Field) {
    field.check(FieldNames(acted: ["abort", "delay"]))
    if field.child("abort") == nil, field.child("delay") == nil {
      field.error("Say what goes wrong: give a delay, an abort or both.")
    }
    self.init(
      delay: field.mapping("delay").flatMap { Delay($0) },
      abort: field.mapping("abort").flatMap { Abort($0) })
  }
}

extension VirtualService.Fault.Delay {
  /// Reads `delay`.
  fileprivate init?(_ field: Field) {
    field.check(
      FieldNames(acted: ["fixedDelay", "percent", "percentage"], inert: ["exponentialDelay"]))
    let share = field.faultShare("percentage", "percent")
    guard field.required("fixedDelay") != nil,
      let duration = field.duration("fixedDelay", atLeast: .milliseconds(1))
    else { return nil }
    self.init(duration, percentage: share)
  }
}

extension VirtualService.Fault.Abort {
  /// Reads `abort`.
  fileprivate init?(_ field: Field) {
    field.check(
      FieldNames(acted: ["grpcStatus", "httpStatus", "percentage"], inert: ["http2Error"]))
    let share = field.faultShare("percentage")
    if field.child("httpStatus") != nil {
      field.child("grpcStatus")?.error("An abort has either httpStatus or grpcStatus, not both.")
      guard let status = field.httpStatus("httpStatus") else { return nil }
      self.init(.http(status), percentage: share)
    } else {
      guard let child = field.child("grpcStatus") else {
        field.missing("httpStatus", "Say what is answered: give httpStatus or grpcStatus.")
        return nil
      }
      guard let name = child.text else { return nil }
      guard let status = GRPCStatus.number(of: name) else {
        child.error(
          "\(quoted(name)) is not a status of gRPC. Write one of "
            + "\(GRPCStatus.names.joined(separator: ", ")).")
        return nil
      }
      self.init(.grpc(status), percentage: share)
    }
  }
}

extension VirtualService.CORSPolicy {
  /// Reads `corsPolicy`.
  init(_ field: Field) {
    field.check(
      FieldNames(acted: [
        "allowCredentials", "allowHeaders", "allowMethods", "allowOrigin", "allowOrigins",
        "exposeHeaders", "maxAge", "unmatchedPreflights",
      ]))
    field.checkHeaderNames("allowHeaders", allowsAll: true)
    field.checkHeaderNames("exposeHeaders", allowsAll: true)
    for (method, item) in field.texts("allowMethods") where !Self.methods.contains(method) {
      item.error(
        "\(quoted(method)) is not a method. Known are \(Self.methods.joined(separator: ", ")).")
    }
    self.init(
      allowMethods: field.filledTexts("allowMethods"),
      allowHeaders: field.filledTexts("allowHeaders"),
      exposeHeaders: field.filledTexts("exposeHeaders"), maxAge: field.duration("maxAge"),
      allowsCredentials: field.bool("allowCredentials"),
      unmatchedPreflights: field.choice("unmatchedPreflights") ?? .unspecified)
    if let maxAge, maxAge.components.attoseconds != 0 {
      field.child("maxAge")?.error("It is told in whole seconds. Write whole seconds.")
    }
    for item in field.mappings("allowOrigins") {
      guard let match = item.stringMatch else { continue }
      switch match {
      case .present, .exact(""): item.error("Say which origin: with exact, prefix or regex.")
      default: allowOrigins.append(match)
      }
    }
    if allowOrigins.isEmpty {
      allowOrigins = field.filledTexts("allowOrigin").map { $0 == "*" ? .regex(".*") : .exact($0) }
    }
  }
}

extension VirtualService.CORSPolicy {
  private static let methods = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE",
  ]
}

extension Field {
  /// The status of a key that is answered.
  fileprivate func httpStatus(_ key: String) -> UInt32? {
    guard let child = child(key), let value = child.integer else { return nil }
    if let status = UInt32(exactly: value), (200...599).contains(status) { return status }
    child.error("\(value) is not a status to answer with. Write a number from 200 to 599.")
    return nil
  }

  /// The share of requests that a fault hits.
  fileprivate func faultShare(_ key: String, _ oldKey: String? = nil) -> Double {
    guard let said = child(key) ?? oldKey.flatMap({ child($0) }) else {
      // Istio's reference: "If left unspecified, no request will be".
      warning("Without a percentage it hits no request. Write percentage: {value: 100} for all.")
      return 0
    }
    let share = percentageValue(key) ?? oldKey.flatMap { percentage($0) } ?? 0
    // One in a million is as fine as Envoy's shares get.
    if share > 0, share < 0.0001 {
      said.error("\(share) is too small a share. Write 0, or 0.0001 or more.")
    }
    return share
  }
}

/// The status codes of gRPC (https://grpc.github.io/grpc/core/md_doc_statuscodes.html).
private enum GRPCStatus {
  static let names = [
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
    "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
  ]

  /// The number of a name, or of a number.
  static func number(of name: String) -> UInt32? {
    if let index = names.firstIndex(of: name) { return UInt32(index) }
    return UInt32(name).flatMap { $0 < names.count ? $0 : nil }
  }
}

/// Base64 (RFC 4648), with the alphabet of URLs or without.
enum Base64 {
  /// The bytes that `text` stands for; nil when it is not base64.
  static func bytes(of text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var digits = text.utf8.filter { $0 != UInt8(ascii: "\n") }[...]
    while digits.last == UInt8(ascii: "=") { digits.removeLast() }
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    // Six bits alone are no byte.
    return count == 6 ? nil : result
  }
}
