internal import struct MeshModel.Locality
internal import struct MeshModel.ServiceVisibility
internal import struct MeshModel.Sidecar

/// Clients that see the same: what the services mean for them is decided by this alone.
struct OutboundClient: Sendable {
  /// Which services they see.
  let visibility: ServiceVisibility
  /// Their namespace.
  let namespace: String
  /// Their labels, as far as any rule asks for them.
  let labels: [String: String]
  /// Where they are; nil when that is not known, or no rule asks for it.
  let locality: Locality?

  /// The clients of a view.
  init(_ key: ViewKey.Outbound, sidecar: Sidecar?) {
    visibility = ServiceVisibility(namespace: key.namespace, sidecar: sidecar)
    namespace = key.namespace
    labels = key.labels
    locality = key.locality
  }
}

/// A service as some clients see it: with the policy that holds for them.
struct SeenService: Sendable {
  /// The service.
  let resources: ServiceResources
  /// How the clients talk to it.
  let policy: ServicePolicy

  /// What of the service all but the assignments depend on.
  var shape: ServiceShape { resources.shape }

  /// The service in a ``VisibleSum``: clusters and assignments depend on what it stands for alone.
  var mark: UInt64 { resources.mark &+ policy.mark }
}
