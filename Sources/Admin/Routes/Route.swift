/// One resource of the admin API: its path, and how a request for it is answered.
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
  /// The parameters of the query that it understands; nil where nobody looks at the query.
  let query: [String]?
  /// What it does, by the method.
  private let handlers: KeyValuePairs<String, Handler>

  private let segments: [Segment]

  /// Something to be read: without I/O, and without waiting for anything.
  init(_ path: String, query: [String]? = nil, handler: @escaping Handler) {
    self.init(path, query: query, methods: ["GET": handler, "HEAD": handler])
  }

  /// Something that has other methods, too, which may wait for what they change.
  init(_ path: String, query: [String]? = nil, methods: KeyValuePairs<String, Handler>) {
    self.path = path
    self.query = query
    handlers = methods
    segments = path.split(separator: "/").map { $0.hasPrefix("{") ? .parameter : .word(String($0)) }
  }

  /// The methods it has.
  var methods: [String] { handlers.map(\.key) }

  /// What a method does; nil where it is not there.
  func handler(of method: String) -> Handler? { handlers.first { $0.key == method }?.value }

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

  /// What is wrong with the query of `request`; nil when all of it is understood.
  ///
  /// A misspelt parameter would otherwise be answered as if it had not been given.
  func refusal(ofQuery request: AdminRequest) -> AdminResponse? {
    guard let query else { return nil }
    var seen: Set<String> = []
    for name in request.query.map(\.name) {
      guard query.contains(name) else {
        let known = query.isEmpty ? "none" : query.joined(separator: ", ")
        return .failure(
          .badRequest, "\(path) has no parameter \(name): it has \(known).", field: name)
      }
      guard seen.insert(name).inserted else {
        return .failure(.badRequest, "The parameter \(name) is given twice.", field: name)
      }
    }
    return nil
  }
}
