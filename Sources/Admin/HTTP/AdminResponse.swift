public import EnvoyAPI

/// An answer of the admin API.
public struct AdminResponse: Hashable, Sendable {
  /// The status codes in use.
  public enum Status: Int, Hashable, Sendable {
    case ok = 200
    case created = 201
    case badRequest = 400
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case requestTimeout = 408
    case conflict = 409
    case contentTooLarge = 413
    case uriTooLong = 414
    case unsupportedMediaType = 415
    case misdirectedRequest = 421
    case headerFieldsTooLarge = 431
    case internalServerError = 500
    case notImplemented = 501
    case serviceUnavailable = 503
    case versionNotSupported = 505
    case insufficientStorage = 507

    /// The phrase that goes with the code.
    var phrase: String {
      switch self {
      case .ok: "OK"
      case .created: "Created"
      case .badRequest: "Bad Request"
      case .forbidden: "Forbidden"
      case .notFound: "Not Found"
      case .methodNotAllowed: "Method Not Allowed"
      case .requestTimeout: "Request Timeout"
      case .conflict: "Conflict"
      case .contentTooLarge: "Content Too Large"
      case .uriTooLong: "URI Too Long"
      case .unsupportedMediaType: "Unsupported Media Type"
      case .misdirectedRequest: "Misdirected Request"
      case .headerFieldsTooLarge: "Request Header Fields Too Large"
      case .internalServerError: "Internal Server Error"
      case .notImplemented: "Not Implemented"
      case .serviceUnavailable: "Service Unavailable"
      case .versionNotSupported: "HTTP Version Not Supported"
      case .insufficientStorage: "Insufficient Storage"
      }
    }
  }

  /// A header field.
  public struct Header: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String

    /// A field; neither part comes from outside.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The status.
  public var status: Status
  /// The `Content-Type`.
  public var contentType: String
  /// The body.
  public var body: String
  /// Header fields of this answer, beside those that every answer has.
  public var headers: [Header] = []
  /// The methods that a resource has, for the `Allow` header of a 405.
  public var allowedMethods: [String] = []

  /// Plain text: a sentence or a word, and a newline.
  public static func text(_ status: Status, _ line: String) -> AdminResponse {
    AdminResponse(
      status: status, contentType: "text/plain; charset=utf-8", body: line + "\n")
  }

  /// JSON.
  public static func json(_ value: JSONValue, status: Status = .ok) -> AdminResponse {
    AdminResponse(status: status, contentType: "application/json", body: value.rendered())
  }

  /// A refusal: `{"error": …, "field": …}`.
  ///
  /// - Parameters:
  ///   - status: the status.
  ///   - message: a sentence that says what is wrong and what to do.
  ///   - field: the parameter or header to blame; empty when none is.
  /// - Returns: the response.
  public static func failure(
    _ status: Status, _ message: String, field: String = ""
  ) -> AdminResponse {
    let value: JSONValue = ["error": .string(message), "field": .string(field)]
    return AdminResponse(
      status: status, contentType: "application/json", body: value.rendered())
  }

  /// The response as HTTP/1.1 puts it on the wire.
  ///
  /// A HEAD request gets the same header and no body (RFC 9110 §9.3.2).
  func encoded(isHead: Bool, keepAlive: Bool) -> [UInt8] {
    let bytes = Array(body.utf8)
    var head = "HTTP/1.1 \(status.rawValue) \(status.phrase)\r\n"
    head += "Content-Type: \(contentType)\r\n"
    head += "Content-Length: \(bytes.count)\r\n"
    head += "Cache-Control: no-store\r\n"
    head += "X-Content-Type-Options: nosniff\r\n"
    for header in headers { head += "\(header.name): \(header.value)\r\n" }
    if !allowedMethods.isEmpty {
      head += "Allow: \(allowedMethods.joined(separator: ", "))\r\n"
    }
    head += "Connection: \(keepAlive ? "keep-alive" : "close")\r\n\r\n"
    return Array(head.utf8) + (isHead ? [] : bytes)
  }
}
