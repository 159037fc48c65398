internal import struct XDSProto.ControlPlane
internal import struct XDSProto.DeltaDiscoveryResponse
internal import struct XDSProto.DiscoveryResponse

/// A response without its nonce: made once for all streams that are to be sent the same.
final class ResponseContent: Sendable {
  /// How clients want it written.
  let variant: ProtocolVariant
  /// The `type_url`.
  let typeURL: String
  /// Which that is; nil for a type that is not served.
  let type: ResourceType?
  /// The `version_info`: of what the subscription sees, whether or not it is in this response.
  let version: ContentVersion
  /// The resources.
  let payload: PlannedResponse.Payload
  /// How many resources it holds.
  let resourceCount: Int
  /// The response as it goes over the wire, but for the nonce: a few bytes, then the resources from
  /// where they are.
  ///
  /// Fields may stand in any order on the wire ("When a message is serialized, there is no
  /// guaranteed order for how its known or unknown fields will be written",
  /// https://protobuf.dev/programming-guides/encoding/#order), so the nonce comes first and the
  /// resources last.
  let message: SharedMessage

  /// Whom a response says to come from.
  static let controlPlaneIdentifier = "causeway"

  init(
    _ variant: ProtocolVariant, typeURL: String, version: ContentVersion,
    _ payload: PlannedResponse.Payload
  ) {
    self.variant = variant
    self.typeURL = typeURL
    type = ResourceType(typeURL: typeURL)
    self.version = version
    self.payload = payload
    resourceCount = payload.resourceCount
    message = SharedMessage(
      header: Self.header(variant, typeURL, version, payload), body: Self.body(variant, payload))
  }

  private static func header(
    _ variant: ProtocolVariant, _ typeURL: String, _ version: ContentVersion,
    _ payload: PlannedResponse.Payload
  ) -> [UInt8] {
    let controlPlane = XDSProto.ControlPlane(identifier: controlPlaneIdentifier)
    return switch variant {
    case .stateOfTheWorld:
      DiscoveryResponse(
        versionInfo: version.hexadecimal, typeUrl: typeURL, controlPlane: controlPlane
      ).encoded()
    case .delta:
      DeltaDiscoveryResponse(
        systemVersionInfo: version.hexadecimal, typeUrl: typeURL,
        removedResources: payload.removed, controlPlane: controlPlane
      ).encoded()
    }
  }

  private static func body(
    _ variant: ProtocolVariant, _ payload: PlannedResponse.Payload
  ) -> [SharedBytes] {
    switch (payload, variant) {
    case (.nothing, _): []
    case (.all(let table), .stateOfTheWorld): [table.concatenatedFields]
    case (.all(let table), .delta): [table.concatenatedDeltaFields]
    case (_, .stateOfTheWorld): payload.resources.map(\.field)
    case (_, .delta): payload.resources.flatMap { [$0.deltaHead, $0.field] }
    }
  }
}
