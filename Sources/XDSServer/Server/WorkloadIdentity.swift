/// Whom a certificate of the mesh names: the workloads of one service account.
///
/// `spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICEACCOUNT`, as Istio and others write it. Which
/// trust domain it is does not matter here: the client CA decides for whom it signs.
struct WorkloadIdentity: Hashable {
  var namespace: String
  var serviceAccount: String

  /// An identity.
  init(namespace: String, serviceAccount: String) {
    self.namespace = namespace
    self.serviceAccount = serviceAccount
  }

  /// What the URI says; nil if it is not of that form.
  ///
  /// A path of a SPIFFE ID is compared as it is: it has no escapes and no empty segments
  /// (SPIFFE-ID §2.2).
  init?(uri: String) {
    guard uri.hasPrefix(Self.scheme) else { return nil }
    let parts = uri.dropFirst(Self.scheme.count).split(
      separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[1] == "ns", parts[3] == "sa",
      parts.allSatisfy(Self.isSegment)
    else { return nil }
    self.init(namespace: String(parts[2]), serviceAccount: String(parts[4]))
  }

  /// Whom the node says it is.
  ///
  /// Without a service account it is `default`, as in Kubernetes.
  init(claimedBy node: ProxyNode) {
    self.init(
      namespace: node.namespace,
      serviceAccount: node.serviceAccount.isEmpty ? "default" : node.serviceAccount)
  }

  private static let scheme = "spiffe://"

  /// "letters, numbers, dots, dashes, and underscores" (SPIFFE-ID §2.2).
  private static func isSegment(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

extension WorkloadIdentity: CustomStringConvertible {
  /// For sentences.
  var description: String { "namespace \(namespace), service account \(serviceAccount)" }
}

extension ProxyNode {
  /// Why a client with that certificate may not be this node; nil if it may.
  func refusal(of identity: PeerIdentity) -> String? {
    guard case .certificate(let uris) = identity else { return nil }
    let claimed = WorkloadIdentity(claimedBy: self)
    guard !uris.contains(where: { WorkloadIdentity(uri: $0) == claimed }) else { return nil }
    let named =
      uris.isEmpty
      ? "has no URI that names a workload"
      : "names \(uris.joined(separator: ", "))"
    return """
      The client's certificate \(named), and node "\(id)" claims \(claimed). Give it a certificate \
      for spiffe://TRUST-DOMAIN/ns/\(claimed.namespace)/sa/\(claimed.serviceAccount), or correct \
      NAMESPACE and SERVICE_ACCOUNT in the node's metadata.
      """
  }
}
