/// Why a stream is ended: what the client did against the protocol, and what to do about it.
enum StreamError: Error, Hashable, Sendable {
  /// The first request has no node, or one without an id.
  case nodeMissing
  /// A later request comes from another node.
  case nodeChanged(first: String, second: String)
  /// A request on an aggregated stream does not say which type it is about.
  case typeMissing
  /// A request on the stream of one type asks for another.
  case typeMismatch(expected: ResourceType, got: String)
  /// More types are asked for than Envoy has.
  case tooManyTypes(max: Int)
  /// The names that the stream asks for are more than ``NameWeight/max``.
  case tooManyNames
}

extension StreamError {
  /// Whether the client asks for more than there is room for, and for nothing else that is wrong.
  var isExhaustion: Bool {
    switch self {
    case .tooManyTypes, .tooManyNames: true
    case .nodeMissing, .nodeChanged, .typeMissing, .typeMismatch: false
    }
  }
}

extension StreamError: CustomStringConvertible {
  /// Full sentences for the client's log.
  var description: String {
    switch self {
    case .nodeMissing:
      """
      The first request of the stream has no node id; set node.id in the client's bootstrap. A \
      node id looks like sidecar~10.0.0.7~shop-1.default~default.svc.cluster.local, or is any \
      other text that names the client.
      """
    case .nodeChanged(let first, let second):
      """
      The stream belongs to node "\(first)" and a request on it comes from node "\(second)"; open \
      a stream of its own for each node.
      """
    case .typeMissing:
      """
      The request has no type_url, without which a request on an aggregated stream means nothing; \
      set it, for example to \(ResourceType.cluster.typeURL).
      """
    case .typeMismatch(let expected, let got):
      """
      The request asks for type_url "\(got)" on a stream of \(expected.typeURL); use the \
      aggregated service, or the service of that type.
      """
    case .tooManyTypes(let max):
      """
      The stream asks for more than \(max) types that this server does not serve; ask for \
      clusters, endpoints, listeners and routes.
      """
    case .tooManyNames:
      """
      The stream asks for more than \(NameWeight.max.count) names or \(NameWeight.max.bytes >> 20) \
      MiB of them; ask for all resources by "*", or let a Sidecar object narrow what the client \
      sees.
      """
    }
  }
}
