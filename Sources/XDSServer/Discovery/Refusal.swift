public import Platform

public import struct MeshModel.ObjectReference

/// A response that a client refused (NACK), and whom to blame.
public struct Refusal: Hashable, Sendable {
  /// The `type_url` of the response.
  public var typeURL: String
  /// The version that was refused.
  public var version: ContentVersion
  /// The code of the client's `error_detail`.
  public var code: Int32
  /// The client's words, cut off after 4 KiB.
  public var message: String
  /// When.
  public var at: Moment
  /// The names of resources of that response that occur in the client's words; empty if it named
  /// none.
  public var resources: [String]
  /// The objects that made those resources, ordered.
  public var origins: [ObjectReference]
}

extension Refusal {
  /// How much of a client's words is kept.
  static let messageBytesMax = 4096

  /// What the client said of a response that carried the `sent` resources, ordered by name.
  init(
    typeURL: String, version: ContentVersion, error: StreamRequest.ErrorDetail,
    at now: Moment, blaming sent: [Resource]
  ) {
    self.typeURL = typeURL
    self.version = version
    code = error.code
    message = String(
      decoding: error.message.utf8.prefix(Self.messageBytesMax), as: UTF8.self)
    at = now
    let blamed = Self.resources(namedIn: message, of: sent)
    resources = blamed.map(\.name)
    origins = Set(blamed.flatMap(\.origins)).sorted()
  }

  /// Those of the resources, which are ordered by name, whose name is a word of the text.
  ///
  /// Envoy says "Error adding/updating cluster(s) NAME: why, NAME: why", gRPC "[resource index 0:
  /// NAME: why]". Words are looked up among the names rather than names in the text: the text is
  /// short, the list need not be.
  static func resources(namedIn text: String, of sent: [Resource]) -> [Resource] {
    var found: [String: Resource] = [:]
    for word in text.split(whereSeparator: { " \t\r\n,;\"'()[]".contains($0) }) {
      var candidate = word
      while !candidate.isEmpty {
        let name = String(candidate)
        if let resource = sent.named(name) {
          found[name] = resource
          break
        }
        guard let last = candidate.last, last == ":" || last == "." else { break }
        candidate.removeLast()
      }
    }
    return found.values.sorted { $0.name < $1.name }
  }
}
