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
  }

  /// The `type_url`.
  let typeURL: String
  /// The `version_info`: of what the subscription sees, whether or not it is in this response.
  let version: ContentVersion
  /// The `nonce`.
  let nonce: String
  /// The resources.
  let payload: Payload

  /// The resources, ordered by name.
  var resources: [Resource] {
    switch payload {
    case .nothing: []
    case .all(let table): table.resources
    case .some(let resources): resources
    }
  }
}
