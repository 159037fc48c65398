import Testing

@testable import MeshModel

// What is said of a DestinationRule that cannot be taken as it is.
extension RoutingComplaintTests {
  private static let destinationRules = """
    subsets: []
    ! host: This field is required.
    host: a..b
    ! host: "a..b" is not a host. Write the name of a Service, a DNS name, "*." and a DNS name,
    host: a, subset: []
    ? subset: There is no such field, and it is ignored. Did you mean "subsets"?
    host: a, subsets: [{labels: {a: b}}]
    ! subsets[0].name: This field is required.
    host: a, subsets: [{name: A_}]
    ! subsets[0].name: "A_" is not the name of a subset: it has lower-case letters, digits and
    host: a, subsets: [{name: v1}, {name: v1}]
    ! subsets[1].name: Two subsets have the name "v1". Rename one.
    host: a, subsets: [{name: v1, labels: {version: "a b"}}]
    ! subsets[0].labels.version: "a b" is not the value of a label: it has letters, digits, "-",
    host: a, trafficPolicy: {}
    ! trafficPolicy: A trafficPolicy that says nothing. Give it a setting, or remove it.
    host: a, trafficPolicy: {portLevelSettings: [{port: {number: 80}}]}
    ! trafficPolicy.portLevelSettings[0]: Settings of a port that say nothing. Give it a setting,
    host: a, trafficPolicy: {portLevelSettings: [{tls: {mode: SIMPLE}}]}
    ! trafficPolicy.portLevelSettings[0].port: This field is required.
    host: a, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE}}, \
    {port: {number: 80}, tls: {mode: SIMPLE}}]}
    ! trafficPolicy.portLevelSettings[1].port: Port 80 is given twice.
    host: a, trafficPolicy: {tunnel: {protocol: CONNECT}}
    ? trafficPolicy.tunnel: This field is understood but not yet acted on.
    host: a, trafficPolicy: {loadBalancer: {simple: RANDOM, consistentHash: {useSourceIp: \
    true}}}
    ! trafficPolicy.loadBalancer.simple: A load balancer has either simple or consistentHash, not
    host: a, trafficPolicy: {loadBalancer: {simple: BEST}}
    ! trafficPolicy.loadBalancer.simple: "BEST" is not one of the allowed values: UNSPECIFIED,
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {}}}
    ! trafficPolicy.loadBalancer.consistentHash: Say what to hash: give one of httpHeaderName,
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, \
    httpHeaderName: x}}}
    ! trafficPolicy.loadBalancer.consistentHash: Only one of httpHeaderName and useSourceIp can
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: false}}}
    ! trafficPolicy.loadBalancer.consistentHash.useSourceIp: With useSourceIp: false nothing is
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {ttl: 1s}}}}
    ! trafficPolicy.loadBalancer.consistentHash.httpCookie.name: This field is required.
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: "a b"}}}
    ! trafficPolicy.loadBalancer.consistentHash.httpHeaderName: "a b" is not the name of a
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, \
    minimumRingSize: 1, ringHash: {}}}}
    ! trafficPolicy.loadBalancer.consistentHash.ringHash: A consistentHash has either
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, ringHash: {}, \
    maglev: {}}}}
    ! trafficPolicy.loadBalancer.consistentHash.ringHash: A consistentHash has either ringHash or
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, ringHash: \
    {minimumRingSize: 9999999}}}}
    ! trafficPolicy.loadBalancer.consistentHash.ringHash.minimumRingSize: 9999999 is too large.
    host: a, trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: \
    {tableSize: 100}}}}
    ! trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: 100 is not a prime number below
    host: a, trafficPolicy: {loadBalancer: {warmup: {minimumPercent: 200, aggression: 0.5}}}
    ! trafficPolicy.loadBalancer.warmup.aggression: 0.5 is too small. Write 1 or more.
    ! trafficPolicy.loadBalancer.warmup.duration: This field is required.
    ! trafficPolicy.loadBalancer.warmup.minimumPercent: 200.0 is not a percentage. Write a number
    host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu, to: \
    {eu: 50, us: 20}}]}}}
    ! trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: The shares add up to 70.
    host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu/*, to: \
    {eu: 100}}, {from: eu/a, to: {eu: 100}}]}}}
    ! trafficPolicy.loadBalancer.localityLbSetting.distribute[1].from: "eu/a" and "eu/*" overlap.
    host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: "*/a", \
    to: {eu: 100, us: 0}}]}}}
    ! trafficPolicy.loadBalancer.localityLbSetting.distribute[0].from: "*/a" is not a place.
    ! trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to.us: A share of 0 is none.
    host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu}]}}}
    ! trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: This field is required.
    host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {distribute: [{from: eu, to: \
    {us: 100}}], failover: [{from: a, to: b}]}}}
    ! trafficPolicy.loadBalancer.localityLbSetting.failover: A localityLbSetting has either
    ? trafficPolicy.loadBalancer.localityLbSetting.failover: Without outlierDetection nobody
    host: a, trafficPolicy: {outlierDetection: {}, loadBalancer: {localityLbSetting: \
    {failover: [{from: a, to: a}, {from: a/b, to: c}]}}}
    ! trafficPolicy.loadBalancer.localityLbSetting.failover[0].to: A region cannot fail over to
    ! trafficPolicy.loadBalancer.localityLbSetting.failover[1].from: "a/b" is not a region. Write
    host: a, trafficPolicy: {outlierDetection: {}, loadBalancer: {localityLbSetting: \
    {failover: [{from: a, to: b}], failoverPriority: [topology.kubernetes.io/zone]}}}
    ! trafficPolicy.loadBalancer.localityLbSetting.failoverPriority[0]: With failover,
    host: a, trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}]}}}
    ? trafficPolicy.loadBalancer.localityLbSetting.failover: Without outlierDetection nobody
    host: a, trafficPolicy: {outlierDetection: {interval: 1s}}, subsets: [{name: v1, \
    trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: a, to: b}]}}}}]
    host: a, trafficPolicy: {connectionPool: {}}
    ! trafficPolicy.connectionPool: A connectionPool that says nothing. Give it http or tcp, or
    host: a, trafficPolicy: {connectionPool: {tcp: {maxConnections: -1, connectTimeout: 0s}}}
    ! trafficPolicy.connectionPool.tcp.connectTimeout: "0s" is too short. Write 1ms or more.
    ! trafficPolicy.connectionPool.tcp.maxConnections: -1 is out of range. Write a number from 0
    host: a, trafficPolicy: {connectionPool: {http: {useClientProtocol: true, \
    h2UpgradePolicy: UPGRADE}}}
    ! trafficPolicy.connectionPool.http.useClientProtocol: The client's protocol cannot be kept
    host: a, trafficPolicy: {outlierDetection: {consecutiveLocalOriginFailures: 1}}
    ! trafficPolicy.outlierDetection.consecutiveLocalOriginFailures: They are counted only with
    host: a, trafficPolicy: {outlierDetection: {consecutiveErrors: 5, maxEjectionPercent: 101}}
    ! trafficPolicy.outlierDetection.maxEjectionPercent: 101 is out of range. Write a number from
    ? trafficPolicy.outlierDetection.consecutiveErrors: This field is old and not acted on. Write
    host: a, trafficPolicy: {tls: {mode: MUTUAL}}
    ! trafficPolicy.tls.clientCertificate: With mode MUTUAL the proxy needs this file. Write its
    ! trafficPolicy.tls.privateKey: With mode MUTUAL the proxy needs this file. Write its path.
    host: a, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}
    ! trafficPolicy.tls.mode: There are no certificates of Istio here. Use MUTUAL with files, or
    host: a, trafficPolicy: {tls: {mode: SIMPLE, credentialName: x}}
    ! trafficPolicy.tls.credentialName: Secrets are not read. Name files where the proxy runs,
    host: a, trafficPolicy: {tls: {mode: SIMPLE, insecureSkipVerify: true, caCertificates: /x}}
    ! trafficPolicy.tls.caCertificates: With insecureSkipVerify nothing is verified. Remove one
    host: a, trafficPolicy: {tls: {mode: DISABLE, sni: x}}
    ? trafficPolicy.tls.sni: With mode DISABLE this has no effect. Choose SIMPLE or MUTUAL.
    host: a, workloadSelector: {matchLabels: {a: "*"}}, exportTo: ["*"]
    ! exportTo: A rule with a workloadSelector concerns its own namespace only. Write ".".
    ! workloadSelector.matchLabels.a: A selector's value cannot have a "*".
    host: a, workloadSelector: {}, exportTo: [.]
    ? workloadSelector: Without matchLabels it selects every workload. Give it labels, or remove
    """

  @Test("Complaints about DestinationRules")
  func destinationRule() {
    Self.check(
      "DestinationRule",
      Self.destinationRules)
  }
}
