internal import XDSProto

internal import struct MeshModel.VirtualService

extension RetryPolicy {
  /// How a route tries again; nil when it does not.
  ///
  /// What is not said is as in `standard`. Where a hash binds requests to an endpoint, a retry goes
  /// to the same one.
  static func of(_ retries: VirtualService.Retries?, isBoundToEndpoint: Bool) -> RetryPolicy? {
    var policy = RetryPolicy.standard
    if isBoundToEndpoint { policy.retryHostPredicate = [] }
    guard let retries else { return policy }
    if retries.attempts == 0 { return nil }
    policy.numRetries = retries.attempts
    policy.perTryTimeout = retries.perTryTimeout.map(ProtoDuration.init)
    if !retries.retryOn.isEmpty { policy.setConditions(retries.retryOn) }
    if !retries.ignoresPreviousHosts { policy.retryHostPredicate = [] }
    if retries.retriesRemoteLocalities == true {
      policy.retryPriority = RetryPriority(
        name: "envoy.retry_priorities.previous_priorities",
        configType: .typedConfig(
          // Two tries at each, as in Istio.
          AnyMessage(packing: PreviousPrioritiesConfig(updateFrequency: 2))))
    }
    if let backoff = retries.backoff, backoff >= .milliseconds(1) {
      policy.retryBackOff = RetryBackOff(baseInterval: ProtoDuration(backoff))
    }
    return policy
  }

  /// Takes Envoy's words as they are, and numbers for the status codes that they are.
  private mutating func setConditions(_ conditions: [String]) {
    let codeCondition = "retriable-status-codes"
    let codes = conditions.compactMap { UInt32($0) }.filter { (100...599).contains($0) }
    var words = conditions.filter { UInt32($0) == nil }
    if !codes.isEmpty, !words.contains(codeCondition) { words.append(codeCondition) }
    retryOn = words.joined(separator: ",")
    retriableStatusCodes = codes
  }
}
