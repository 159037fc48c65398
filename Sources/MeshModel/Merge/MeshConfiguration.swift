/// What a mesh has to know beside its objects.
public struct MeshConfiguration: Sendable, Hashable {
  /// The cluster's DNS domain: the Service `NAME` of `NAMESPACE` has the host
  /// `NAME.NAMESPACE.svc.DOMAIN`.
  public var clusterDomain: String
  /// The namespace whose Sidecar without a selector holds for namespaces that have none of their
  /// own.
  public var rootNamespace: String

  /// A configuration; with no arguments, what Kubernetes and Istio have when nothing is said.
  public init(clusterDomain: String = "cluster.local", rootNamespace: String = "istio-system") {
    self.clusterDomain = clusterDomain.lowercased()
    self.rootNamespace = rootNamespace
  }

  /// The host of a Kubernetes Service.
  public func host(ofService name: String, namespace: String) -> String {
    "\(name).\(namespace).svc.\(clusterDomain)".lowercased()
  }
}
