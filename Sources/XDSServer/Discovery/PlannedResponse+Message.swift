internal import struct XDSProto.ControlPlane
internal import struct XDSProto.DeltaDiscoveryResponse
internal import struct XDSProto.DiscoveryResponse

extension PlannedResponse {
  /// Whom a response says to come from.
  static let controlPlaneIdentifier = "causeway"

  /// The response as it goes over the wire: a few bytes of the stream's own, then the resources
  /// from where they are.
  ///
  /// Fields may stand in any order on the wire ("When a message is serialized, there is no
  /// guaranteed order for how its known or unknown fields will be written",
  /// https://protobuf.dev/programming-guides/encoding/#order), so the resources come last.
  var message: OutgoingMessage {
    OutgoingMessage(header: header, body: body)
  }

  private var header: [UInt8] {
    let controlPlane = XDSProto.ControlPlane(identifier: Self.controlPlaneIdentifier)
    return switch variant {
    case .stateOfTheWorld:
      DiscoveryResponse(
        versionInfo: version.hexadecimal, typeUrl: typeURL, nonce: nonce,
        controlPlane: controlPlane
      ).encoded()
    case .delta:
      DeltaDiscoveryResponse(
        systemVersionInfo: version.hexadecimal, typeUrl: typeURL, nonce: nonce,
        removedResources: removed, controlPlane: controlPlane
      ).encoded()
    }
  }

  private var body: [SharedBytes] {
    switch (payload, variant) {
    case (.nothing, _): []
    case (.all(let table), .stateOfTheWorld): [table.concatenatedFields]
    case (.all(let table), .delta): [table.concatenatedDeltaFields]
    case (_, .stateOfTheWorld): resources.map(\.field)
    case (_, .delta): resources.flatMap { [$0.deltaHead, $0.field] }
    }
  }
}
