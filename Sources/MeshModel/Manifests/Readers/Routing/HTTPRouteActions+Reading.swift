extension VirtualService.Redirect {
  private enum DerivedPort: String, CaseIterable {
    case protocolDefault = "FROM_PROTOCOL_DEFAULT"
    case request = "FROM_REQUEST_PORT"
  }

  /// Reads `redirect`.
  init?(_ field: Field) {
    field.check(
      FieldNames(acted: ["authority", "derivePort", "port", "redirectCode", "scheme", "uri"]))
    self.init(
      uri: field.filledText("uri"), authority: field.filledText("authority"),
      scheme: field.filledText("scheme")?.lowercased(),
      code: field.count("redirectCode").flatMap { $0 == 0 ? nil : $0 } ?? 301)
    if let number = field.port("port") {
      port = .number(number)
    } else if let derived: DerivedPort = field.choice("derivePort") {
      port = derived == .request ? .request : .protocolDefault
    }
  }
}

extension VirtualService.DirectResponse {
  /// Reads `directResponse`.
  init?(_ field: Field) {
    field.check(FieldNames(acted: ["body", "status"]))
    var content: [UInt8]?
    if let body = field.mapping("body") {
      body.check(FieldNames(acted: ["bytes", "string"]))
      if let text = body.text("string") {
        content = Array(text.utf8)
      } else if let bytes = body.child("bytes"), let text = bytes.text {
        content = Base64.bytes(of: text)
        if content == nil { bytes.error("This is not base64. Encode the bytes, or use string.") }
      }
    }
    field.required("status").map { _ in () }
    guard let status = field.count("status", atMost: 599) else { return nil }
    self.init(status: status, body: content)
  }
}

extension VirtualService.Rewrite {
  /// Reads `rewrite`.
  init(_ field: Field) {
    field.check(FieldNames(acted: ["authority", "uri", "uriRegexRewrite"]))
    self.init(authority: field.filledText("authority"))
    if let uri = field.filledText("uri") { path = .uri(uri) }
    guard let regex = field.mapping("uriRegexRewrite") else { return }
    regex.check(FieldNames(acted: ["match", "rewrite"]))
    if let match = regex.text("match"), let rewrite = regex.text("rewrite") {
      path = .regex(match: match, rewrite: rewrite)
    }
  }
}

extension VirtualService.Retries {
  /// Reads `retries`.
  init?(_ field: Field) {
    field.check(
      FieldNames(acted: [
        "attempts", "backoff", "perTryTimeout", "retryIgnorePreviousHosts", "retryOn",
        "retryRemoteLocalities",
      ]))
    let words = (field.text("retryOn") ?? "").split(separator: ",").map { word in
      String(word.drop { $0 == " " }.prefix { $0 != " " })
    }
    self.init(
      attempts: field.count("attempts", atMost: UInt32(Int32.max)) ?? 0,
      perTryTimeout: field.duration("perTryTimeout", atLeast: .milliseconds(1)),
      retryOn: words.filter { !$0.isEmpty },
      retriesRemoteLocalities: field.bool("retryRemoteLocalities"),
      ignoresPreviousHosts: field.bool("retryIgnorePreviousHosts") ?? true,
      backoff: field.duration("backoff", atLeast: .milliseconds(1)))
  }
}

extension VirtualService.Fault {
  /// Reads `fault`.
  init(_ field: Field) {
    field.check(FieldNames(acted: ["abort", "delay"]))
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
    let share = field.percentageValue("percentage") ?? field.percentage("percent")
    field.required("fixedDelay").map { _ in () }
    guard let duration = field.duration("fixedDelay", atLeast: .milliseconds(1)) else { return nil }
    self.init(duration, percentage: share ?? 0)
  }
}

extension VirtualService.Fault.Abort {
  /// Reads `abort`.
  fileprivate init?(_ field: Field) {
    field.check(
      FieldNames(acted: ["grpcStatus", "httpStatus", "percentage"], inert: ["http2Error"]))
    let share = field.percentageValue("percentage") ?? 0
    if field.child("httpStatus") != nil {
      guard let status = field.count("httpStatus", atMost: 599) else { return nil }
      self.init(.http(status), percentage: share)
    } else {
      guard let child = field.child("grpcStatus"), let name = child.text else { return nil }
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
    self.init(
      allowMethods: field.filledTexts("allowMethods"),
      allowHeaders: field.filledTexts("allowHeaders"),
      exposeHeaders: field.filledTexts("exposeHeaders"), maxAge: field.duration("maxAge"),
      allowsCredentials: field.bool("allowCredentials"),
      unmatchedPreflights: field.choice("unmatchedPreflights") ?? .unspecified)
    allowOrigins = field.mappings("allowOrigins").compactMap(\.stringMatch)
    if allowOrigins.isEmpty {
      allowOrigins = field.filledTexts("allowOrigin").map { $0 == "*" ? .regex(".*") : .exact($0) }
    }
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
