internal import struct XDSProto.ControlPlane
internal import struct XDSProto.DiscoveryResponse

extension PlannedResponse {
  /// Whom a response says to come from.
  static let controlPlaneIdentifier = "causeway"

  /// The response as a `envoy.service.discovery.v3.DiscoveryResponse`: a few bytes of the stream's
  /// own, then the resources from where they are.
  ///
  /// Fields may stand in any order on the wire ("When a message is serialized, there is no
  /// guaranteed order for how its known or unknown fields will be written",
  /// https://protobuf.dev/programming-guides/encoding/#order), so the resources come last.
  var message: OutgoingMessage {
    let header = DiscoveryResponse(
      versionInfo: version.hexadecimal, typeUrl: typeURL, nonce: nonce,
      controlPlane: XDSProto.ControlPlane(identifier: Self.controlPlaneIdentifier)
    ).encoded()
    switch payload {
    case .nothing: return OutgoingMessage(header: header)
    case .all(let table):
      return OutgoingMessage(header: header, body: [table.concatenatedFields])
    case .some(let resources):
      return OutgoingMessage(header: header, body: resources.map(\.field))
    }
  }
}
