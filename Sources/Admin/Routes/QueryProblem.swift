internal import XDSServer

/// What is wrong with the parameters of a request.
struct QueryProblem: Error {
  /// A sentence that says what is wrong.
  var message: String
  /// The parameter.
  var field: String

  /// The answer to the request.
  var response: AdminResponse { .failure(.badRequest, message, field: field) }
}

extension ResourceType {
  /// The type that a parameter names, by its short name or its URL; all when there is none.
  static func named(_ text: String?) throws(QueryProblem) -> [ResourceType] {
    guard let text else { return allCases }
    guard
      let type = allCases.first(where: { $0.shortName == text.lowercased() || $0.typeURL == text })
    else {
      let names = allCases.map(\.shortName).joined(separator: ", ")
      throw QueryProblem(message: "type is one of \(names), not \(text).", field: "type")
    }
    return [type]
  }
}
