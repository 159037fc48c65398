/// The node of a stream, kept once for all who must know it.
final class ConnectedNode: Sendable {
  let node: ProxyNode

  /// The node that has opened a stream.
  init(_ node: ProxyNode) { self.node = node }
}
