internal import struct MeshModel.MeshService

/// Stands for everything of a service on which listeners and routes depend.
///
/// Two revisions of a service have the same shape, the same object, when only what goes over EDS
/// differs: then whatever was made from shapes alone need not be made again.
final class ServiceShape: Sendable {}

extension MeshService {
  /// Whether only endpoints that go over EDS differ.
  func hasSameShape(as other: MeshService) -> Bool {
    var other = other
    // Addresses of a headless service are listened on, and names that DNS resolves stand in the
    // cluster.
    if resolution == .endpoints, !isHeadless { other.endpoints = endpoints }
    return self == other
  }
}
