internal import EnvoyAPI

/// Asks a running server's admin API; every call blocks until it is answered.
///
/// Each request has a connection of its own.
struct AdminClient {
  /// Why there is no answer to work with; each is a full sentence.
  enum Failure: Error, Hashable, CustomStringConvertible {
    /// The server has answered with an error: its status, and its own words.
    case refused(status: Int, message: String)
    /// Nothing that can be understood has come.
    case noAnswer(String)

    var description: String {
      switch self {
      case .refused(_, let message), .noAnswer(let message): message
      }
    }
  }

  /// Where the server is.
  let url: AdminURL
  /// How long a request may take altogether.
  var timeout = Duration.seconds(30)

  /// A client of the server at `url`.
  init(_ url: AdminURL) { self.url = url }

  /// What is at a path.
  func get(_ path: AdminPath) throws(Failure) -> JSONValue {
    try send("GET", path, body: nil)
  }

  /// Sends a document to a path.
  func post(_ path: AdminPath, _ body: JSONValue) throws(Failure) -> JSONValue {
    try send("POST", path, body: body)
  }

  /// Removes what is at a path.
  func delete(_ path: AdminPath) throws(Failure) -> JSONValue {
    try send("DELETE", path, body: nil)
  }

  private func send(
    _ method: String, _ path: AdminPath, body: JSONValue?
  ) throws(Failure) -> JSONValue {
    let bytes = body.map { Array($0.text.utf8) }
    var head = "\(method) \(path) HTTP/1.1\r\nHost: \(url.host)\r\nConnection: close\r\n"
    head += "User-Agent: causeway/\(Causeway.version)\r\nAccept: application/json\r\n"
    if let bytes {
      head += "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n"
    }
    let request = Array((head + "\r\n").utf8) + (bytes ?? [])
    let response: HTTPResponse
    do throws(ExchangeError) {
      let answer = try BlockingExchange(
        with: url.host, deadline: .now.advanced(by: timeout)
      ).answer(to: request)
      response = try HTTPResponse(parsing: answer)
    } catch {
      throw .noAnswer(sentence(for: error))
    }
    return try document(of: response)
  }

  /// The answer's document, or the failure that it speaks of.
  private func document(of response: HTTPResponse) throws(Failure) -> JSONValue {
    let document = try? JSONValue(parsing: response.body)
    guard (200...299).contains(response.status) else {
      let message =
        document?["error"]?.stringValue
        ?? "\(url) answers \(response.status) without saying why: is it causeway's admin API?"
      throw .refused(status: response.status, message: message)
    }
    guard let document else {
      throw .noAnswer("What \(url) answers is no JSON: is it causeway's admin API?")
    }
    return document
  }

  private func sentence(for error: ExchangeError) -> String {
    switch error {
    case .connectionRefused:
      "No server answers at \(url): start one with causeway serve, or name it with --admin."
    case .unknownHost(let reason):
      "\(url.host.host) is not known (\(reason)): name the server with --admin http://HOST:PORT."
    case .system(let call, let reason):
      "\(url) cannot be asked: \(call): \(reason)."
    case .tooLate:
      "\(url) has not answered within \(timeout.components.seconds) s: look at the server's log."
    case .tooLarge:
      "The answer of \(url) is larger than \(BlockingExchange.answerBytesMax >> 20) MiB."
    case .notHTTP:
      "What answers at \(url) does not speak HTTP: is it the admin API (port 15014)?"
    case .incomplete:
      "\(url) closed the connection before it had answered: look at the server's log."
    }
  }
}
