internal import struct XDSProto.DeltaDiscoveryRequest
internal import struct XDSProto.DiscoveryRequest

extension StreamRequest {
  /// What of a `envoy.service.discovery.v3.DiscoveryRequest` the state machine needs.
  init(_ request: DiscoveryRequest) {
    self.init(
      typeURL: request.typeUrl, versionInfo: request.versionInfo, names: request.resourceNames,
      nonce: request.responseNonce,
      error: request.errorDetail.map { ErrorDetail(code: $0.code, message: $0.message) },
      nodeID: request.node?.id)
  }

  /// What of a `envoy.service.discovery.v3.DeltaDiscoveryRequest` the state machine needs.
  init(_ request: DeltaDiscoveryRequest) {
    self.init(
      typeURL: request.typeUrl, names: request.resourceNamesSubscribe,
      namesDropped: request.resourceNamesUnsubscribe,
      versionsBrought: request.initialResourceVersions, nonce: request.responseNonce,
      error: request.errorDetail.map { ErrorDetail(code: $0.code, message: $0.message) },
      nodeID: request.node?.id)
  }
}
