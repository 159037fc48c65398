/// Reads HTTP/1.1 requests (RFC 9112) out of the bytes of one connection.
///
/// It does no I/O. Everything is bounded: a client can make it keep at most `headBytesMax +
/// bodyBytesMax` bytes.
struct HTTPRequestReader {
  /// A whole request, and whether the connection stays open after its answer.
  struct Message: Hashable {
    var request: AdminRequest
    var keepAlive: Bool
  }

  /// What the bytes so far amount to.
  enum Outcome: Hashable {
    /// Not yet a request.
    case incomplete
    /// A request; its bytes are consumed.
    case message(Message)
    /// Not a request that is served: answer that and close, where the next one would begin is not
    /// known.
    case refused(AdminResponse)
  }

  /// The longest request line and header fields, together.
  static let headBytesMax = 16 * 1024
  /// The largest body.
  static let bodyBytesMax = 1024 * 1024

  private var buffer: [UInt8] = []
  /// Before it there is no end of the head: what has been searched is not searched again.
  private var searchedCount = 0
  /// The head whose body is still coming.
  private var pending: Head?

  /// What a head says.
  private struct Head {
    var message: Message
    var bodyCount: Int
  }

  /// Why a head is refused.
  private struct Refusal: Error {
    var response: AdminResponse

    init(_ status: AdminResponse.Status, _ message: String, field: String = "") {
      response = .failure(status, message, field: field)
    }
  }

  /// Whether a request has begun.
  var isInsideRequest: Bool { !buffer.isEmpty || pending != nil }

  /// Takes bytes that have arrived.
  mutating func receive(_ bytes: ArraySlice<UInt8>) { buffer += bytes }

  /// The next request of what has been received.
  mutating func next() -> Outcome {
    do throws(Refusal) {
      if pending == nil {
        guard let headCount = try headCount() else { return .incomplete }
        pending = try Self.head(buffer[..<headCount])
        buffer.removeFirst(headCount)
        searchedCount = 0
      }
      guard var head = pending, buffer.count >= head.bodyCount else { return .incomplete }
      head.message.request.body = Array(buffer.prefix(head.bodyCount))
      buffer.removeFirst(head.bodyCount)
      pending = nil
      return .message(head.message)
    } catch {
      return .refused(error.response)
    }
  }

  /// The number of bytes up to and with the empty line; nil while that has not come.
  private mutating func headCount() throws(Refusal) -> Int? {
    // "A server that is expecting to receive and parse a request-line SHOULD ignore at least one
    // empty line (CRLF) received prior to the request-line." (RFC 9112 §2.2)
    let emptyLines = buffer.prefix { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
    if !emptyLines.isEmpty {
      buffer.removeFirst(emptyLines.count)
      searchedCount = 0
    }
    // Between LF and LF there may be a CR: "a recipient MAY recognize a single LF as a line
    // terminator".
    let newline = UInt8(ascii: "\n")
    for index in max(0, searchedCount - 2)..<buffer.count where buffer[index] == newline {
      var next = index + 1
      if next < buffer.count, buffer[next] == UInt8(ascii: "\r") { next += 1 }
      if next < buffer.count, buffer[next] == newline, next < Self.headBytesMax { return next + 1 }
    }
    searchedCount = buffer.count
    guard buffer.count < Self.headBytesMax else {
      guard buffer.contains(newline) else {
        throw Refusal(.uriTooLong, "The request line is longer than 16 KiB.")
      }
      throw Refusal(.headerFieldsTooLarge, "The header fields are longer than 16 KiB.")
    }
    return nil
  }

  private static func head(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> Head {
    guard let text = String(validating: bytes, as: UTF8.self),
      !text.contains(where: { $0 == "\0" || $0 == "\r" })
    else {
      throw Refusal(.badRequest, "The header of the request is not text.")
    }
    // CR and LF together are one Character.
    var lines = text.split(omittingEmptySubsequences: true) { $0 == "\n" || $0 == "\r\n" }[...]
    let requestLine = (lines.popFirst() ?? "").split(
      separator: " ", omittingEmptySubsequences: false)
    guard requestLine.count == 3, !requestLine[0].isEmpty, requestLine[2].hasPrefix("HTTP/") else {
      throw Refusal(.badRequest, "The first line is not of the form METHOD /path HTTP/1.1.")
    }
    guard requestLine[2] == "HTTP/1.1" || requestLine[2] == "HTTP/1.0" else {
      throw Refusal(.versionNotSupported, "Only HTTP/1.1 is spoken here.")
    }
    let fields = try fields(of: lines)
    let isHTTP11 = requestLine[2] == "HTTP/1.1"
    let hosts = fields["host", default: []]
    // "A server MUST respond with a 400 status code to any HTTP/1.1 request message that lacks a
    // Host header field and to any request message that contains more than one" (RFC 9112 §3.2)
    guard hosts.count == 1 || (hosts.isEmpty && !isHTTP11) else {
      throw Refusal(.badRequest, "The request must have exactly one Host.", field: "Host")
    }
    guard
      var request = AdminRequest(
        method: String(requestLine[0]), target: originForm(requestLine[1]), host: hosts.first)
    else {
      throw Refusal(.badRequest, "The target of the request is malformed.", field: "path")
    }
    request.origin = try single("Origin", in: fields)
    request.contentType = try single("Content-Type", in: fields)
    let options = fields["connection", default: []].joined(separator: ",").lowercased()
    let keepAlive = isHTTP11 ? !options.contains("close") : options.contains("keep-alive")
    return Head(
      message: Message(request: request, keepAlive: keepAlive),
      bodyCount: try bodyCount(fields))
  }

  /// The value of a field that may be there once; nil when it is not.
  ///
  /// Of two values, one could be looked at and the other believed.
  private static func single(
    _ name: String, in fields: [String: [String]]
  ) throws(Refusal) -> String? {
    let values = fields[name.lowercased(), default: []]
    guard values.count <= 1 else {
      throw Refusal(.badRequest, "The request has more than one \(name).", field: name)
    }
    return values.first
  }

  /// The header fields by their names in lower case.
  private static func fields(
    of lines: ArraySlice<Substring>
  ) throws(Refusal) -> [String: [String]] {
    var fields: [String: [String]] = [:]
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else {
        throw Refusal(.badRequest, "A header field has no colon.")
      }
      let name = line[..<colon].lowercased()
      guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
        throw Refusal(.badRequest, "A header field has a name that is not a token.")
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let end = value.lastIndex { $0 != " " && $0 != "\t" }.map(value.index(after:))
      fields[name, default: []].append(String(value[..<(end ?? value.startIndex)]))
    }
    return fields
  }

  /// "A server MUST accept the absolute-form in requests" (RFC 9112 §3.2.2): what stands before the
  /// path says nothing.
  private static func originForm(_ target: Substring) -> String {
    guard target.lowercased().hasPrefix("http://") else { return String(target) }
    let rest = target.dropFirst("http://".count)
    return rest.firstIndex { $0 == "/" || $0 == "?" }.map { index in
      rest[index] == "/" ? String(rest[index...]) : "/" + rest[index...]
    } ?? "/"
  }

  private static func bodyCount(_ fields: [String: [String]]) throws(Refusal) -> Int {
    guard fields["transfer-encoding"] == nil else {
      throw Refusal(
        .notImplemented, "A chunked body is not read here: send Content-Length.",
        field: "Transfer-Encoding")
    }
    let lengths = Set(fields["content-length", default: []])
    guard let length = lengths.first else { return 0 }
    guard lengths.count == 1, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      !length.isEmpty
    else {
      throw Refusal(
        .badRequest, "Content-Length must be one number.", field: "Content-Length")
    }
    guard let count = Int(length), count <= bodyBytesMax else {
      throw Refusal(
        .contentTooLarge, "The body is larger than 1 MiB.", field: "Content-Length")
    }
    return count
  }

  /// `tchar` of RFC 9110 §5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
