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
