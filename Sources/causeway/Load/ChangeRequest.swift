internal import LoadTest

/// A change that is made by an HTTP request, such as one of an admin API.
struct ChangeRequest: Sendable {
  private let method: String
  private let host: HostAndPort
  private let path: String
  private let body: String
  private let timeout: Duration

  /// Reads `METHOD URL [BODY]`; `{n}` in it stands for the number of the change.
  init(parsing text: String, timeout: Duration) throws(UsageError) {
    let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard words.count >= 2, words[0].allSatisfy(\.isLetter), words[1].hasPrefix("http://") else {
      throw UsageError("--change-request: '\(text)': write METHOD http://HOST:PORT/PATH BODY.")
    }
    method = words[0].uppercased()
    let rest = words[1].dropFirst("http://".count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    do {
      host = try AdminURL(parsing: "http://" + rest[..<slash]).host
    } catch {
      throw UsageError("--change-request: \(error)")
    }
    path = slash == rest.endIndex ? "/" : String(rest[slash...])
    body = words.count == 3 ? String(words[2]) : ""
    self.timeout = timeout
  }

  /// Makes the change of that number.
  func make(_ number: Int) throws(ChangeFailure) {
    let body = Array(filled(body, number).utf8)
    var head =
      "\(method) \(filled(path, number)) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
    head += "User-Agent: causeway/\(Causeway.version)\r\n"
    if !body.isEmpty {
      let isJSON = body.first == UInt8(ascii: "{") || body.first == UInt8(ascii: "[")
      head += "Content-Type: \(isJSON ? "application/json" : "text/plain")\r\n"
      head += "Content-Length: \(body.count)\r\n"
    } else if method != "GET" {
      head += "Content-Length: 0\r\n"
    }
    let response: HTTPResponse
    do throws(ExchangeError) {
      let answer = try BlockingExchange(with: host, deadline: .now.advanced(by: timeout))
        .answer(to: Array((head + "\r\n").utf8) + body)
      response = try HTTPResponse(parsing: answer)
    } catch {
      throw ChangeFailure("\(host) has not answered change \(number): \(error).")
    }
    guard (200...299).contains(response.status) else {
      let text = String(decoding: response.body.prefix(200), as: UTF8.self).printable
      throw ChangeFailure("\(host) answers change \(number) with \(response.status): \(text)")
    }
  }

  private func filled(_ text: String, _ number: Int) -> String {
    text.replacing("{n}", with: String(number))
  }
}
