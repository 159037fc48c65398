import Testing

@testable import Admin

@Suite("Reading HTTP/1.1 requests")
struct HTTPRequestReaderTests {
  /// What a reader makes of `text` when it arrives in pieces of `size` bytes.
  private func outcomes(of text: String, pieces size: Int) -> [HTTPRequestReader.Outcome] {
    var reader = HTTPRequestReader()
    var outcomes: [HTTPRequestReader.Outcome] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      reader.receive(rest.prefix(size))
      rest = rest.dropFirst(size)
      while true {
        let outcome = reader.next()
        if outcome == .incomplete { break }
        outcomes.append(outcome)
        if case .refused = outcome { return outcomes }
      }
    }
    return outcomes
  }

  private func message(
    _ method: String, _ target: String, host: String?, keepAlive: Bool = true, body: String = "",
    type: String? = nil, origin: String? = nil
  ) throws -> HTTPRequestReader.Outcome {
    var request = try #require(AdminRequest(method: method, target: target, host: host))
    request.body = Array(body.utf8)
    request.contentType = type
    request.origin = origin
    return .message(HTTPRequestReader.Message(request: request, keepAlive: keepAlive))
  }

  private func status(of text: String) -> AdminResponse.Status? {
    guard case .refused(let response) = outcomes(of: text, pieces: .max).last else { return nil }
    return response.status
  }

  @Test("Requests are found however the bytes are cut", arguments: [1, 2, 3, 7, 64, 10_000])
  func cuts(_ size: Int) throws {
    let text =
      "GET /a?b=c HTTP/1.1\r\nHost: x\r\nX-Y: \r\n\r\n"
      + "\r\nPOST /d HTTP/1.1\r\nhost:y \r\nContent-Length: 4\r\n\r\n\r\n\r\n"
      + "HEAD / HTTP/1.1\nHOST:\tz\n\n"
      + "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    #expect(
      outcomes(of: text, pieces: size) == [
        try message("GET", "/a?b=c", host: "x"),
        try message("POST", "/d", host: "y", body: "\r\n\r\n"),
        try message("HEAD", "/", host: "z"),
        try message("GET", "/last", host: "x", keepAlive: false),
      ])
  }

  @Test("What a body is, and whose page sends it, is told with it")
  func body() throws {
    let head = "POST /d HTTP/1.1\r\nHost: y\r\nContent-Length: 2\r\n"
    #expect(
      outcomes(
        of: head + "content-TYPE: application/json\r\nOrigin: null\r\n\r\n{}", pieces: 5)
        == [
          try message("POST", "/d", host: "y", body: "{}", type: "application/json", origin: "null")
        ])
    for field in ["Origin: a", "Content-Type: a"] {
      #expect(status(of: head + "\(field)\r\n\(field)\r\n\r\n{}") == .badRequest)
    }
  }

  @Test("HTTP/1.0 needs no Host and closes unless it asks otherwise")
  func http10() throws {
    #expect(
      outcomes(of: "GET / HTTP/1.0\r\n\r\n", pieces: .max)
        == [try message("GET", "/", host: nil, keepAlive: false)])
    #expect(
      outcomes(of: "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", pieces: .max)
        == [try message("GET", "/", host: nil)])
  }

  @Test("The absolute form of a target is understood")
  func absoluteForm() throws {
    for (target, path) in [
      ("http://h:1/p?q=1", "/p?q=1"), ("HTTP://h", "/"), ("http://h?q=1", "/?q=1"),
    ] {
      #expect(
        outcomes(of: "GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n", pieces: .max)
          == [try message("GET", path, host: "h")])
    }
  }

  @Test(
    "What is not a request gets the status that says why",
    arguments: [
      ("\u{16}\u{3}\u{1}\0\n\n", AdminResponse.Status.badRequest),
      ("GET\r\n\r\n", .badRequest),
      ("GET /\r\n\r\n", .badRequest),
      ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost: x\ry: z\r\n\r\n", .badRequest),
      ("GET % HTTP/1.1\r\nHost: x\r\n\r\n", .badRequest),
      ("PRI * HTTP/2.0\r\n\r\n", .versionNotSupported),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .badRequest),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", .contentTooLarge),
      (
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        .contentTooLarge
      ),
      ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", .notImplemented),
    ])
  func refused(_ text: String, _ expected: AdminResponse.Status) {
    #expect(status(of: text) == expected)
  }

  @Test("A head of more than 16 KiB is refused before it ends")
  func tooLong() {
    let filler = String(repeating: "x", count: HTTPRequestReader.headBytesMax)
    #expect(status(of: "GET /" + filler) == .uriTooLong)
    #expect(status(of: "GET / HTTP/1.1\r\nX: " + filler) == .headerFieldsTooLarge)
  }

  @Test("Random bytes never stop the process")
  func randomBytes() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SplitMix64(state: seed)
    let alphabet = Array("GET /%?=&: HTTP/1.1\r\n\r\nhost:content-length:0\0\u{FF}".utf8)
    for _ in 0..<2_000 {
      var reader = HTTPRequestReader()
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator) ?? 0
        }
        reader.receive(bytes[...])
        var turns = 0
        while case .message = reader.next() { turns += 1 }
        #expect(turns < 80, "seed \(seed)")
      }
    }
  }
}

/// A small generator whose whole state is its seed.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
