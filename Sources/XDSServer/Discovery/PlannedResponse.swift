/// A response that a stream is to send now: what it shares with other streams, and its nonce.
struct PlannedResponse: Sendable {
  /// What it carries: held in one place, so that passing it on is counted once.
  indirect enum Payload: Sendable {
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

    /// How many resources it has.
    var resourceCount: Int {
      switch self {
      case .nothing: 0
      case .all(let table): table.count
      case .some(let resources), .changes(let resources, _): resources.count
      }
    }

    /// The names of the resources that are gone (delta).
    var removed: [String] {
      if case .changes(_, let removed) = self { removed } else { [] }
    }

    /// Whether it names something that is gone.
    var saysWhatIsGone: Bool {
      if case .changes(_, let removed) = self { !removed.isEmpty } else { false }
    }
  }

  /// What is the same for all streams that are to be sent this.
  let content: ResponseContent
  /// The stream's own name for it.
  let number: Nonce
  /// Whether the client has everything that it holds, and has not asked for it again.
  let isRedundant: Bool
  /// Whether there is nothing more to say before the client says something or there is another
  /// snapshot.
  var isLast = false

  /// The response as it goes over the wire.
  var message: OutgoingMessage { OutgoingMessage(own: number.field, content.message) }

  /// The `type_url`.
  var typeURL: String { content.typeURL }

  /// Which that is; nil for a type that is not served.
  var type: ResourceType? { content.type }

  /// The `version_info`: of what the subscription sees, whether or not it is in this response.
  var version: ContentVersion { content.version }

  /// The `nonce`.
  var nonce: String { number.text }

  /// The resources, ordered by name.
  var resources: [Resource] { content.payload.resources }

  /// The names of the resources that are gone (delta).
  var removed: [String] { content.payload.removed }
}

extension PlannedResponse: CustomStringConvertible {
  /// For the log.
  var description: String {
    let names = resources.map(\.name)
    return "\(typeURL) version \(version) nonce \(nonce) names \(names)"
      + (removed.isEmpty ? "" : " removed \(removed)")
  }
}
