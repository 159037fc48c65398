/// What a client said, as far as the state machine of a stream needs to know.
struct StreamRequest: Hashable, Sendable {
  /// What `error_detail` says of the response that the client refuses.
  struct ErrorDetail: Hashable, Sendable {
    /// A code of `google.rpc.Code`.
    var code: Int32
    /// The client's words.
    var message: String
  }

  /// Which type is asked for; may be empty on the stream of a single type.
  var typeURL: String
  /// The last version that the client accepted, on this stream or an earlier one.
  var versionInfo: String
  /// The names, as they came: all that the client wants (SotW), or those that it wants from now on
  /// (delta).
  var names: [String]
  /// SotW: how the names stand in the request's bytes; nil when that is not known.
  var list: WrittenList?
  /// Delta: the names that the client does not want any more.
  var namesDropped: [String]
  /// Delta, on the first request of a type: what the client has from an earlier stream, by name.
  var versionsBrought: [String: String]
  /// The nonce of the response that this answers; empty when it answers none.
  var nonce: String
  /// Why the client refuses the response of that nonce; nil when it accepts it.
  var error: ErrorDetail?
  /// The node id; nil when the request has no node, which all but the first may leave out.
  var nodeID: String?

  /// A request.
  init(
    typeURL: String, versionInfo: String = "", names: [String] = [], namesDropped: [String] = [],
    versionsBrought: [String: String] = [:], nonce: String = "", error: ErrorDetail? = nil,
    nodeID: String? = nil
  ) {
    self.typeURL = typeURL
    self.versionInfo = versionInfo
    self.names = names
    self.namesDropped = namesDropped
    self.versionsBrought = versionsBrought
    self.nonce = nonce
    self.error = error
    self.nodeID = nodeID
  }
}

extension StreamRequest {
  /// How many names it says.
  var nameCount: Int { names.count + namesDropped.count + versionsBrought.count }
}

extension StreamRequest: CustomStringConvertible {
  /// For the log.
  var description: String {
    var parts = ["\(typeURL) nonce \"\(nonce)\" names \(names)"]
    if !versionInfo.isEmpty { parts.append("version \(versionInfo)") }
    if !namesDropped.isEmpty { parts.append("dropped \(namesDropped)") }
    if !versionsBrought.isEmpty { parts.append("versions \(versionsBrought)") }
    if let error { parts.append("error: \(error.message)") }
    return parts.joined(separator: " ")
  }
}
