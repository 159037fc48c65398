/// A response that a stream is to send now.
struct PlannedResponse: Sendable {
  /// What it carries.
  enum Payload: Sendable {
    /// Nothing.
    case nothing
    /// Every resource of a table: one buffer for all streams.
    case all(ResourceTable)
    /// Some resources of a table, ordered by name.
    case some([Resource])
    /// Delta: some resources of a table, and the names of those that are gone; both ordered.
    case changes([Resource], removed: [String])

    /// The resources, ordered by name.
    var resources: [Resource] {
      switch self {
      case .nothing: []
      case .all(let table): table.resources
      case .some(let resources), .changes(let resources, _): resources
      }
    }

    /// Whether it names something that is gone.
    var saysWhatIsGone: Bool {
      if case .changes(_, let removed) = self { !removed.isEmpty } else { false }
    }
  }

  /// How the client wants it written.
  let variant: ProtocolVariant
  /// The `type_url`.
  let typeURL: String
  /// The `version_info`: of what the subscription sees, whether or not it is in this response.
  let version: ContentVersion
  /// The `nonce`.
  let nonce: String
  /// The resources.
  let payload: Payload
  /// Whether the client has everything that it holds, and has not asked for it again.
  let isRedundant: Bool

  /// How many resources it holds.
  var resourceCount: Int {
    switch payload {
    case .nothing: 0
    case .all(let table): table.count
    case .some(let resources), .changes(let resources, _): resources.count
    }
  }

  /// The resources, ordered by name.
  var resources: [Resource] { payload.resources }

  /// The names of the resources that are gone (delta).
  var removed: [String] {
    if case .changes(_, let removed) = payload { removed } else { [] }
  }
}

extension PlannedResponse: CustomStringConvertible {
  /// For the log.
  var description: String {
    let names = resources.map(\.name)
    return "\(typeURL) version \(version) nonce \(nonce) names \(names)"
      + (removed.isEmpty ? "" : " removed \(removed)")
  }
}
