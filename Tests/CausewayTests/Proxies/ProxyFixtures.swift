import EnvoyAPI

@testable import causeway

/// What the admin API tells of a client: by default an Envoy that has everything.
func proxy(
  _ id: String, workload: String = "web", address: String? = "10.0.0.1",
  types: [(String, JSONValue)] = [("cds", typeState()), ("eds", typeState())]
) -> JSONValue {
  [
    "id": .string(id), "kind": "sidecar", "namespace": "default", "workload": .string(workload),
    "address": address.map { .string($0) } ?? .null, "peer": "127.0.0.1:41234", "tls": false,
    "method": "ads", "variant": "sotw", "connectedMs": 1_000_000,
    "types": .object(types.map { .init($0.0, $0.1) }),
  ]
}

/// What the admin API tells of a type.
func typeState(
  _ state: String = "synced", sentMs: Int64? = 1_050_000, acknowledgedMs: Int64? = 1_057_000,
  rejection: JSONValue = .null
) -> JSONValue {
  [
    "state": .string(state), "sentVersion": "aa", "acknowledgedVersion": "bb",
    "sentMs": sentMs.map { .integer($0) } ?? .null,
    "acknowledgedMs": acknowledgedMs.map { .integer($0) } ?? .null, "resources": 12,
    "bytes": 48_123, "rejection": rejection,
  ]
}

/// An answer of `/api/v1/proxies`.
func proxies(_ proxies: JSONValue...) -> JSONValue { ["revision": 12, "proxies": .array(proxies)] }

/// The node id of a sidecar.
func nodeID(_ name: String, _ address: String = "10.0.0.1") -> String {
  "sidecar~\(address)~\(name)~default.svc.cluster.local"
}
