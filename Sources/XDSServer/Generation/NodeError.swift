/// Why a node cannot be given a configuration: what it says of itself makes no sense.
public enum NodeError: Error, Hashable, Sendable {
  /// There is no node id.
  case idMissing
  /// An id that begins with `sidecar~` or `router~` has not four fields.
  case fieldCount(id: String, count: Int)
  /// The second field of the id is no IP address.
  case address(id: String, field: String)
  /// The third field of the id is not `NAME.NAMESPACE`.
  case name(id: String, field: String)
  /// `INTERCEPTION_MODE` is neither `REDIRECT` nor `NONE`.
  case interceptionMode(id: String, value: String)
  /// What is kept of the node is more than ``ProxyNode/byteCountMax``.
  case tooLong(byteCount: Int)

  /// What a node id looks like, for every message about one.
  static let shape = """
    A node id looks like sidecar~10.0.0.7~shop-1.default~default.svc.cluster.local: \
    kind (sidecar or router), IP address, NAME.NAMESPACE and DNS domain, with ~ between them.
    """
}

extension NodeError: CustomStringConvertible {
  /// Full sentences: what is wrong with which node, and what to do.
  public var description: String {
    switch self {
    case .idMissing:
      "The node has no id; set node.id in the client's bootstrap. \(Self.shape)"
    case .fieldCount(let id, let count):
      "The node id \"\(id)\" has \(count) field\(count == 1 ? "" : "s") instead of 4. \(Self.shape)"
    case .address(let id, let field):
      "\"\(field)\" in the node id \"\(id)\" is not an IP address. \(Self.shape)"
    case .name(let id, let field):
      """
      "\(field)" in the node id "\(id)" is not NAME.NAMESPACE, and the node's metadata has no \
      NAMESPACE. \(Self.shape)
      """
    case .interceptionMode(let id, let value):
      """
      The metadata of node "\(id)" says INTERCEPTION_MODE "\(value)", which Causeway does not \
      know; use REDIRECT or NONE.
      """
    case .tooLong(let byteCount):
      """
      The node's id, labels, locality and names have \(byteCount) bytes, and more than \
      \(ProxyNode.byteCountMax) are not kept of one client; shorten node.id, node.locality and \
      LABELS, WORKLOAD_NAME, SERVICE_ACCOUNT, CLUSTER_ID and NAMESPACE of node.metadata.
      """
    }
  }
}
