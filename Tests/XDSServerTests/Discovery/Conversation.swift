import Platform

import struct XDSProto.DeltaDiscoveryRequest
import struct XDSProto.DiscoveryRequest
import struct XDSProto.Node
import struct XDSProto.Status

@testable import XDSServer

/// A stream, and the client at its other end as the test plays it.
///
/// What the server says is written `cds#1 a=1 b=1`: the type, the nonce, and the resources' names
/// and contents, and in delta `-name` for what is gone. Every method returns everything that the
/// server says to it, so that "and then nothing more" is checked each time.
final class Conversation {
  var stream: DiscoveryStream
  var snapshot: Snapshot?
  var now = Moment.now
  /// What the stream made of the last request.
  var last: DiscoveryStream.OnRequest?
  /// When the stream wants to be asked again.
  var wakeUp: Moment?
  /// The `version_info` of the last response by type URL.
  var versions: [String: String] = [:]
  private var revision: UInt64 = 1

  init(
    scope: DiscoveryStream.Scope = .aggregated, _ variant: ProtocolVariant = .stateOfTheWorld,
    answerBound: Duration = .seconds(2), sharing updates: TableUpdates = TableUpdates(),
    _ snapshot: Snapshot? = nil
  ) {
    stream = DiscoveryStream(
      scope: scope, variant: variant, answerBound: answerBound, orderBound: .seconds(15),
      sharing: updates)
    self.snapshot = snapshot
  }

  /// A stream of the state of the world.
  convenience init(
    scope: DiscoveryStream.Scope = .aggregated, answerBound: Duration = .seconds(2),
    _ snapshot: Snapshot?
  ) {
    self.init(scope: scope, .stateOfTheWorld, answerBound: answerBound, snapshot)
  }

  /// The client sends a request.
  func says(_ request: StreamRequest) -> [String] {
    last = receives(request)
    return hears()
  }

  /// Has the stream take a request as it takes it off the wire.
  func receives(_ request: StreamRequest) -> DiscoveryStream.OnRequest {
    let bytes = request.encoded(stream.variant)
    if let type = stream.acknowledgementReceived(bytes.span.bytes, at: now) {
      return .accepted(typeURL: type.typeURL)
    }
    var request = request
    if stream.variant == .stateOfTheWorld {
      request.list = (try? WrittenList(ofRequest: bytes.span.bytes)) ?? nil
    }
    return stream.requestReceived(request, at: now)
  }

  /// The client sends a request for a type.
  func asks(
    _ type: ResourceType, _ names: [String] = [], dropping: [String] = [],
    has: [String: String] = [:], nonce: String = "", version: String = "",
    error: String? = nil, node: String? = "envoy-1"
  ) -> [String] {
    says(
      StreamRequest(
        typeURL: type.typeURL, versionInfo: version, names: names, namesDropped: dropping,
        versionsBrought: has.isEmpty ? [:] : Self.versions(has), nonce: nonce,
        error: error.map { .init(code: 13, message: $0) }, nodeID: node))
  }

  /// The mesh changes.
  func publish(
    cds: KeyValuePairs<String, String> = [:], eds: KeyValuePairs<String, String> = [:],
    lds: KeyValuePairs<String, String> = [:], rds: KeyValuePairs<String, String> = [:]
  ) -> [String] {
    publish(
      Snapshot(
        revision: revision, clusters: table(cds), endpoints: table(eds), listeners: table(lds),
        routes: table(rds)))
  }

  /// The mesh changes.
  func publish(_ snapshot: Snapshot) -> [String] {
    revision += 1
    self.snapshot = snapshot
    return hears()
  }

  /// Time passes.
  func waits(_ duration: Duration) -> [String] {
    now += duration
    return hears()
  }

  /// How a type stands.
  func status(of type: ResourceType) -> TypeStatus? {
    stream.status(of: type, towards: snapshot)
  }

  func hears() -> [String] {
    var heard: [String] = []
    guard let snapshot else { return [] }
    while true {
      switch stream.nextStep(from: snapshot, at: now) {
      case .respond(let response):
        heard.append(Self.text(response))
        versions[response.typeURL] = response.version.hexadecimal
      case .rest(let until):
        wakeUp = until
        return heard
      }
    }
  }

  static func text(_ response: PlannedResponse) -> String {
    let type = ResourceType(typeURL: response.typeURL)?.shortName ?? response.typeURL
    return
      (["\(type)#\(response.nonce)"] + response.resources.map(text)
      + response.removed.map { "-" + $0 }).joined(separator: " ")
  }

  static func text(_ snapshot: Snapshot) -> String {
    ResourceType.allCases.map { type in
      ([type.shortName] + snapshot[type].resources.map(text)).joined(separator: " ")
    }.joined(separator: ", ")
  }

  /// The versions of resources of those texts, `name=content`.
  static func versionsOfTexts(_ texts: [String: String]) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: texts.map { name, text in
        (name, resource(name, String(text.dropFirst(name.count + 1))).version.hexadecimal)
      })
  }

  /// The versions of resources of those contents.
  static func versions(_ contents: [String: String]) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: contents.map {
        ($0.key, resource($0.key, $0.value).version.hexadecimal)
      })
  }

  /// `name=content`, out of the encoded field.
  static func text(_ resource: Resource) -> String {
    String(decoding: resource.field.bytes.dropFirst(4), as: UTF8.self)
  }
}

extension StreamRequest {
  /// The request as it goes over the wire.
  func encoded(_ variant: ProtocolVariant) -> [UInt8] {
    let node = nodeID.map { Node(id: $0) }
    let status = error.map { Status(code: $0.code, message: $0.message) }
    return switch variant {
    case .stateOfTheWorld:
      DiscoveryRequest(
        versionInfo: versionInfo, node: node, resourceNames: names, typeUrl: typeURL,
        responseNonce: nonce, errorDetail: status
      ).encoded()
    case .delta:
      DeltaDiscoveryRequest(
        node: node, typeUrl: typeURL, resourceNamesSubscribe: names,
        resourceNamesUnsubscribe: namesDropped, initialResourceVersions: versionsBrought,
        responseNonce: nonce, errorDetail: status
      ).encoded()
    }
  }
}
