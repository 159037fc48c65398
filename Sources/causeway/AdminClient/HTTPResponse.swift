/// An answer over HTTP/1.1, whole.
struct HTTPResponse: Hashable {
  /// The status code.
  var status: Int
  /// The body.
  var body: [UInt8]

  /// Takes the bytes of a connection apart that the server has closed behind them.
  ///
  /// - Throws: `ExchangeError.notHTTP`, or `.incomplete` when the body is shorter than it says.
  init(parsing bytes: [UInt8]) throws(ExchangeError) {
    guard !bytes.isEmpty else { throw .incomplete }
    let end: [UInt8] = Array("\r\n\r\n".utf8)
    guard bytes.starts(with: "HTTP/1.".utf8) else { throw .notHTTP }
    guard let headEnd = bytes.firstRange(of: end) else { throw .incomplete }
    var lines = String(decoding: bytes[..<headEnd.lowerBound], as: UTF8.self)
      .split(separator: "\r\n")[...]
    let words = lines.popFirst()?.split(separator: " ") ?? []
    guard words.count >= 2, let status = Int(words[1]), (200...599).contains(status) else {
      throw .notHTTP
    }
    self.status = status
    body = Array(bytes[headEnd.upperBound...])
    for line in lines {
      let sides = line.split(separator: ":", maxSplits: 1)
      guard sides.count == 2, sides[0].lowercased() == "content-length" else { continue }
      guard let count = Int(sides[1].filter { $0 != " " && $0 != "\t" }) else { throw .notHTTP }
      guard body.count == count else { throw .incomplete }
    }
  }
}
