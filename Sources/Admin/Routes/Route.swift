/// One resource of the admin API: its path, what it is, and how a request for it is answered.
struct Route: Sendable {
  /// A segment of the path: a word that must be there, or a parameter.
  enum Segment: Hashable, Sendable {
    case word(String)
    case parameter
  }

  /// Answers a request; gets the values of the parameters, in order.
  typealias Handler = @Sendable (AdminRequest, [String], AdminState) -> AdminResponse

  /// The path, with parameters between braces.
  let path: String
  /// One sentence.
  let summary: String
  /// The methods it has.
  let methods = ["GET", "HEAD"]
  let handler: Handler

  private let segments: [Segment]

  init(_ path: String, _ summary: String, handler: @escaping Handler) {
    self.path = path
    self.summary = summary
    self.handler = handler
    segments = path.split(separator: "/").map { $0.hasPrefix("{") ? .parameter : .word(String($0)) }
  }

  /// The values of the parameters in `path`; nil when it is the path of something else.
  func parameters(in path: [String]) -> [String]? {
    guard path.count == segments.count else { return nil }
    var values: [String] = []
    for (segment, value) in zip(segments, path) {
      switch segment {
      case .word(let word): guard word == value else { return nil }
      case .parameter: values.append(value)
      }
    }
    return values
  }
}
