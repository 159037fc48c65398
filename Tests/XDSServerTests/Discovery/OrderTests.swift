import Platform
import Testing

@testable import XDSServer

/// Make before break, and break after make, in both variants.
@Suite("The order of a change, gated by the client's answers")
struct OrderTests {
  /// A client of one cluster `a` that has accepted everything: nonces 1 to 4.
  static func settled(_ variant: ProtocolVariant) -> Conversation {
    let envoy = Conversation(variant)
    _ = envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a"])
    #expect(envoy.asks(.cluster) == ["cds#1 a=1"])
    #expect(envoy.asks(.endpoint, ["a"]) == ["eds#2 a=1"])
    #expect(envoy.acks(.cluster, "1") == [])
    #expect(envoy.asks(.listener) == ["lds#3 l=1"])
    #expect(envoy.asks(.route, ["r"]) == ["rds#4 r=a"])
    #expect(envoy.acks(.endpoint, ["a"], "2") == [])
    #expect(envoy.acks(.listener, "3") == [])
    #expect(envoy.acks(.route, ["r"], "4") == [])
    return envoy
  }

  static let variants = [ProtocolVariant.stateOfTheWorld, .delta]

  @Test("A route to a new cluster waits until the cluster is accepted", arguments: variants)
  func add(variant: ProtocolVariant) {
    let envoy = Self.settled(variant)
    let isDelta = variant == .delta
    #expect(
      envoy.publish(
        cds: ["a": "1", "b": "1"], eds: ["a": "1", "b": "1"], lds: ["l": "1"], rds: ["r": "b"])
        == [isDelta ? "cds#5 b=1" : "cds#5 a=1 b=1"])
    #expect(envoy.wants(.endpoint, ["a", "b"], adding: ["b"], nonce: "2") == ["eds#6 b=1"])
    #expect(envoy.acks(.endpoint, ["a", "b"], "6") == [])
    #expect(envoy.waits(.seconds(14)) == [])
    // The cluster is warm.
    #expect(envoy.acks(.cluster, "5") == ["rds#7 r=b"])
    #expect(envoy.acks(.route, ["r"], "7") == [])
    #expect(envoy.waits(.seconds(60)) == [])
    #expect(envoy.stream.answersMissed == 0)
  }

  @Test("A cluster goes when the routes without it are accepted", arguments: variants)
  func remove(variant: ProtocolVariant) {
    let envoy = Self.twoClusters(variant)
    let isDelta = variant == .delta
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a"])
        == ["rds#8 r=a"])
    #expect(envoy.waits(.seconds(14)) == [])
    #expect(envoy.acks(.route, ["r"], "8") == [isDelta ? "cds#9 -b" : "cds#9 a=1"])
    // Envoy lets go of the endpoints before it accepts.
    #expect(
      envoy.wants(.endpoint, ["a"], dropping: ["b"], nonce: envoy.endpointNonce) == [])
    #expect(envoy.acks(.cluster, "9") == [])
    #expect(envoy.waits(.seconds(60)) == [])
    #expect(envoy.stream.answersMissed == 0)
  }

  @Test("Ports are replaced: new cluster, route, then the old cluster goes", arguments: variants)
  func replace(variant: ProtocolVariant) {
    let envoy = Self.settled(variant)
    let isDelta = variant == .delta
    #expect(
      envoy.publish(cds: ["b": "1"], eds: ["b": "1"], lds: ["l": "2"], rds: ["r": "b"])
        == [isDelta ? "cds#5 b=1" : "cds#5 a=1 b=1"])
    #expect(envoy.wants(.endpoint, ["a", "b"], adding: ["b"], nonce: "2") == ["eds#6 b=1"])
    #expect(envoy.acks(.endpoint, ["a", "b"], "6") == [])
    #expect(envoy.acks(.cluster, "5") == ["lds#7 l=2", "rds#8 r=b"])
    #expect(envoy.acks(.route, ["r"], "8") == [])
    #expect(envoy.acks(.listener, "7") == [isDelta ? "cds#9 -a" : "cds#9 b=1"])
    #expect(envoy.wants(.endpoint, ["b"], dropping: ["a"], nonce: "6") == [])
    #expect(envoy.acks(.cluster, "9") == [])
    #expect(envoy.waits(.seconds(60)) == [])
  }

  @Test(
    "A changed cluster goes out with its endpoints, and routes wait for it", arguments: variants)
  func change(variant: ProtocolVariant) {
    let envoy = Self.settled(variant)
    #expect(
      envoy.publish(cds: ["a": "2"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a2"])
        == ["cds#5 a=2", "eds#6 a=1"])
    #expect(envoy.acks(.endpoint, ["a"], "6") == [])
    #expect(envoy.acks(.cluster, "5") == ["rds#7 r=a2"])
    #expect(envoy.acks(.route, ["r"], "7") == [])
  }

  @Test("A cluster that nothing else changes with goes at once", arguments: variants)
  func removeUnused(variant: ProtocolVariant) {
    let envoy = Self.twoClusters(variant)
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "b"])
        == [variant == .delta ? "cds#8 -b" : "cds#8 a=1"])
  }

  @Test("Without a subscription to listeners and routes nothing is waited for", arguments: variants)
  func clustersOnly(variant: ProtocolVariant) {
    let client = Conversation(variant)
    _ = client.publish(cds: ["a": "1", "b": "1"], rds: ["r": "b"])
    #expect(client.asks(.cluster) == ["cds#1 a=1 b=1"])
    #expect(client.acks(.cluster, "1") == [])
    #expect(
      client.publish(cds: ["a": "1"], rds: ["r": "a"])
        == [variant == .delta ? "cds#2 -b" : "cds#2 a=1"])
  }

  @Test("A client that never accepts clusters has its routes after 15 seconds", arguments: variants)
  func neverAcceptsClusters(variant: ProtocolVariant) {
    let envoy = Self.settled(variant)
    _ = envoy.publish(cds: ["a": "2"], eds: ["a": "1"], lds: ["l": "2"], rds: ["r": "a2"])
    #expect(envoy.acks(.endpoint, ["a"], "6") == [])
    #expect(envoy.wakeUp == envoy.now + .seconds(15))
    #expect(envoy.waits(.milliseconds(14_999)) == [])
    #expect(envoy.stream.answersMissed == 0)
    #expect(envoy.waits(.milliseconds(1)) == ["lds#7 l=2", "rds#8 r=a2"])
    #expect(envoy.stream.answersMissed == 1)
    #expect(envoy.acks(.listener, "7") == [])
    #expect(envoy.acks(.route, ["r"], "8") == [])
    #expect(envoy.waits(.seconds(60)) == [])
    #expect(envoy.stream.answersMissed == 1)
  }

  @Test("More changes of clusters do not prolong the wait of a route", arguments: variants)
  func boundIsOfTheFirstWait(variant: ProtocolVariant) {
    let envoy = Self.settled(variant)
    _ = envoy.publish(cds: ["a": "2"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "x"])
    #expect(envoy.acks(.endpoint, ["a"], "6") == [])
    #expect(envoy.waits(.seconds(10)) == [])
    #expect(
      envoy.publish(cds: ["a": "3"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "y"])
        == ["cds#7 a=3", "eds#8 a=1"])
    #expect(envoy.acks(.endpoint, ["a"], "8") == [])
    #expect(envoy.waits(.seconds(5)) == ["rds#9 r=y"])
  }

  @Test(
    "A client that never accepts routes loses the cluster after 15 seconds", arguments: variants)
  func neverAcceptsRoutes(variant: ProtocolVariant) {
    let envoy = Self.twoClusters(variant)
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a"])
        == ["rds#8 r=a"])
    #expect(envoy.wakeUp == envoy.now + .seconds(15))
    #expect(envoy.waits(.milliseconds(14_999)) == [])
    #expect(envoy.waits(.milliseconds(1)) == [variant == .delta ? "cds#9 -b" : "cds#9 a=1"])
    #expect(envoy.stream.answersMissed == 1)
  }

  @Test("Refused routes keep their clusters until others are accepted", arguments: variants)
  func refusedRoutes(variant: ProtocolVariant) {
    let envoy = Self.twoClusters(variant)
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "bad"])
        == ["rds#8 r=bad"])
    #expect(envoy.acks(.route, ["r"], "8", error: "r: bad") == [])
    #expect(envoy.waits(.seconds(5)) == [])
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a"])
        == ["rds#9 r=a"])
    #expect(envoy.waits(.seconds(14)) == [])
    #expect(envoy.acks(.route, ["r"], "9") == [variant == .delta ? "cds#a -b" : "cds#a a=1"])
    #expect(envoy.stream.answersMissed == 0)
  }

  @Test("Refused routes keep their clusters for 15 seconds at most", arguments: variants)
  func refusedRoutesForGood(variant: ProtocolVariant) {
    let envoy = Self.twoClusters(variant)
    _ = envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "bad"])
    #expect(envoy.acks(.route, ["r"], "8", error: "r: bad") == [])
    #expect(envoy.waits(.milliseconds(14_999)) == [])
    #expect(envoy.waits(.milliseconds(1)) == [variant == .delta ? "cds#9 -b" : "cds#9 a=1"])
    #expect(envoy.stream.answersMissed == 1)
  }

  @Test("Refused clusters do not hold back routes", arguments: variants)
  func refusedClusters(variant: ProtocolVariant) {
    let envoy = Self.settled(variant)
    _ = envoy.publish(cds: ["a": "bad"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "x"])
    #expect(envoy.acks(.endpoint, ["a"], "6") == [])
    #expect(envoy.acks(.cluster, "5", error: "a: bad") == ["rds#7 r=x"])
  }

  @Test("Changes during a wait join it: the cluster comes back, another goes", arguments: variants)
  func overlapping(variant: ProtocolVariant) {
    let envoy = Self.twoClusters(variant)
    let isDelta = variant == .delta
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a"])
        == ["rds#8 r=a"])
    // b is back before the client knows that it was gone: it was never taken away.
    #expect(
      envoy.publish(cds: ["b": "1"], eds: ["b": "1"], lds: ["l": "1"], rds: ["r": "b"]) == [])
    #expect(envoy.acks(.route, ["r"], "8") == ["rds#9 r=b"])
    #expect(envoy.acks(.route, ["r"], "9") == [isDelta ? "cds#a -a" : "cds#a b=1"])
    #expect(envoy.waits(.seconds(1)) == [])
  }

  @Test("Several removals in a row are made good by one response of clusters", arguments: variants)
  func severalRemovals(variant: ProtocolVariant) {
    let envoy = Self.twoClusters(variant)
    let isDelta = variant == .delta
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a"])
        == ["rds#8 r=a"])
    #expect(envoy.publish(cds: [:], eds: [:], lds: ["l": "1"], rds: ["r": ""]) == [])
    #expect(envoy.acks(.route, ["r"], "8") == ["rds#9 r="])
    #expect(envoy.acks(.route, ["r"], "9") == [isDelta ? "cds#a -a -b" : "cds#a"])
  }

  @Test(
    "A new cluster that is gone before it is warm has its endpoints all the same",
    arguments: variants)
  func goneWhileWarming(variant: ProtocolVariant) {
    let envoy = Self.settled(variant)
    let isDelta = variant == .delta
    #expect(
      envoy.publish(
        cds: ["a": "1", "b": "1"], eds: ["a": "1", "b": "1"], lds: ["l": "1"], rds: ["r": "b"])
        == [isDelta ? "cds#5 b=1" : "cds#5 a=1 b=1"])
    #expect(
      envoy.publish(cds: ["a": "1"], eds: ["a": "1"], lds: ["l": "1"], rds: ["r": "a2"]) == [])
    #expect(envoy.wants(.endpoint, ["a", "b"], adding: ["b"], nonce: "2") == ["eds#6 b=1"])
    #expect(envoy.acks(.endpoint, ["a", "b"], "6") == [])
    #expect(envoy.acks(.cluster, "5") == ["rds#7 r=a2"])
    #expect(envoy.acks(.route, ["r"], "7") == [isDelta ? "cds#8 -b" : "cds#8 a=1"])
  }

  @Test("Each stream of a single service is on its own", arguments: variants)
  func separateStreams(variant: ProtocolVariant) {
    let clusters = Conversation(scope: .only(.cluster), variant)
    _ = clusters.publish(cds: ["a": "1", "b": "1"], rds: ["r": "b"])
    #expect(clusters.asks(.cluster) == ["cds#1 a=1 b=1"])
    #expect(clusters.acks(.cluster, "1") == [])
    #expect(
      clusters.publish(cds: ["a": "1"], rds: ["r": "a"])
        == [variant == .delta ? "cds#2 -b" : "cds#2 a=1"])
  }

  /// A client whose route names `b`, and that has `a` and `b`: nonces up to 7.
  static func twoClusters(_ variant: ProtocolVariant) -> Conversation {
    let envoy = settled(variant)
    _ = envoy.publish(
      cds: ["a": "1", "b": "1"], eds: ["a": "1", "b": "1"], lds: ["l": "1"], rds: ["r": "b"])
    #expect(envoy.wants(.endpoint, ["a", "b"], adding: ["b"], nonce: "2") == ["eds#6 b=1"])
    #expect(envoy.acks(.endpoint, ["a", "b"], "6") == [])
    #expect(envoy.acks(.cluster, "5") == ["rds#7 r=b"])
    #expect(envoy.acks(.route, ["r"], "7") == [])
    return envoy
  }
}

extension Conversation {
  /// The client accepts (or refuses) a response, in the words of its variant.
  func acks(
    _ type: ResourceType, _ names: [String], _ nonce: String, error: String? = nil
  ) -> [String] {
    asks(type, stream.variant == .delta ? [] : names, nonce: nonce, error: error, node: nil)
  }

  /// The same for a client that names nothing.
  func acks(_ type: ResourceType, _ nonce: String, error: String? = nil) -> [String] {
    acks(type, [], nonce, error: error)
  }

  /// The client wants all of `names` from now on: says so by a list, or by what changes.
  func wants(
    _ type: ResourceType, _ names: [String], adding: [String] = [], dropping: [String] = [],
    nonce: String
  ) -> [String] {
    stream.variant == .delta
      ? asks(type, adding, dropping: dropping, node: nil)
      : asks(type, names, nonce: nonce, node: nil)
  }

  /// The nonce of the last EDS response, of the conversations here.
  var endpointNonce: String { "6" }
}
