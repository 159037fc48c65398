import Platform
import Testing
import XDSProto

@testable import XDSServer

@Suite("ACKs that are recognised by their bytes")
struct AcknowledgementBytesTests {
  /// A stream that was sent endpoints and has not answered.
  private struct Served: ~Copyable {
    var stream: DiscoveryStream
    let response: PlannedResponse

    init(_ variant: ProtocolVariant, names: [String]) throws {
      let now = Moment.now
      stream = DiscoveryStream(variant: variant)
      let snapshot = Snapshot(
        revision: 1, endpoints: ResourceTable(names.map { resource($0, "1") }))
      _ = try Self.hear(
        Self.request(
          variant, names: names, nonce: "", version: "", node: Node(id: "envoy-1")),
        &stream, now)
      guard case .respond(let response) = stream.nextStep(from: snapshot, at: now) else {
        throw TestClient.Problem(description: "the first request is not answered")
      }
      self.response = response
    }

    static func request(
      _ variant: ProtocolVariant, names: [String], nonce: String, version: String,
      node: Node? = nil
    ) -> [UInt8] {
      let type = ResourceType.endpoint.typeURL
      return switch variant {
      case .stateOfTheWorld:
        DiscoveryRequest(
          versionInfo: version, node: node, resourceNames: names, typeUrl: type,
          responseNonce: nonce
        ).encoded()
      case .delta:
        DeltaDiscoveryRequest(
          node: node, typeUrl: type, resourceNamesSubscribe: nonce.isEmpty ? names : [],
          responseNonce: nonce
        ).encoded()
      }
    }

    /// Decodes a request, as the service does.
    static func decode(_ bytes: [UInt8], _ variant: ProtocolVariant) throws -> StreamRequest {
      guard variant == .stateOfTheWorld else {
        return StreamRequest(try DeltaDiscoveryRequest(protobuf: bytes))
      }
      var request = StreamRequest(try DiscoveryRequest(protobuf: bytes))
      request.list = try WrittenList(ofRequest: bytes.span.bytes)
      return request
    }

    static func hear(
      _ bytes: [UInt8], _ stream: inout DiscoveryStream, _ now: Moment
    ) throws -> DiscoveryStream.OnRequest {
      stream.requestReceived(try decode(bytes, stream.variant), at: now)
    }

    mutating func recognises(_ bytes: [UInt8]) -> Bool {
      stream.acknowledgementReceived(bytes.span.bytes, at: .now) == .endpoint
    }
  }

  private static let names = (0..<20).map { "outbound|80||service-\($0).default" }

  private static func acknowledgement(
    of response: PlannedResponse, _ variant: ProtocolVariant
  ) -> [UInt8] {
    Served.request(
      variant, names: names, nonce: response.nonce, version: response.version.hexadecimal)
  }

  @Test(
    "The ACK as Envoy writes it is recognised, once",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func recognised(variant: ProtocolVariant) throws {
    var served = try Served(variant, names: Self.names)
    let bytes = Self.acknowledgement(of: served.response, variant)
    let (first, second) = (served.recognises(bytes), served.recognises(bytes))
    #expect(first && !second)
    let status = served.stream.status(of: .endpoint, towards: nil)
    #expect(status?.accepted == served.response.version)
  }

  @Test("The same names in another order are decoded")
  func otherOrder() throws {
    var served = try Served(.stateOfTheWorld, names: Self.names)
    let bytes = Served.request(
      .stateOfTheWorld, names: Self.names.reversed(), nonce: served.response.nonce,
      version: served.response.version.hexadecimal)
    let isRecognised = served.recognises(bytes)
    #expect(!isRecognised)
    let action = try Served.hear(bytes, &served.stream, .now)
    #expect(action == .accepted(typeURL: ResourceType.endpoint.typeURL))
  }

  @Test(
    "Whatever is recognised, decoding finds to accept the response and to say nothing else",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func neverMore(variant: ProtocolVariant) throws {
    var random = SeededGenerator(seed: 20_261_125)
    var recognised = 0
    for _ in 0..<20_000 {
      var served = try Served(variant, names: Self.names)
      var bytes = Self.acknowledgement(of: served.response, variant)
      for _ in 0..<Int.random(in: 0...2, using: &random) { mutate(&bytes, &random) }
      guard served.recognises(bytes) else { continue }
      recognised += 1
      var other = try Served(variant, names: Self.names)
      let request = try Served.decode(bytes, variant)
      #expect(request.error == nil && request.namesDropped.isEmpty && request.nodeID == nil)
      #expect(request.names == (variant == .delta ? [] : Self.names))
      let action = other.stream.requestReceived(request, at: .now)
      #expect(action == .accepted(typeURL: ResourceType.endpoint.typeURL))
    }
    // A third of them is not changed at all.
    #expect((5_000..<10_000).contains(recognised))
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(.random(in: .min ... .max, using: &random), at: place)
    case 3: bytes.removeLast(bytes.count - place)
    default: bytes += bytes[place...]
    }
    if bytes.isEmpty { bytes = [0] }
  }

  @Test("A hash of names tells apart lists that differ in one byte, or in the order of two parts")
  func hashes() {
    let list = (0..<256).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let written = WrittenList(list.span.bytes)
    for place in list.indices {
      var other = list
      other[place] ^= 1
      let isSame = written.isWritten(other.span.bytes)
      #expect(!isSame)
    }
    for size in [8, 16, 32] {
      let swapped = Array(list[size..<2 * size] + list[..<size] + list[(2 * size)...])
      let isSame = written.isWritten(swapped.span.bytes)
      #expect(!isSame)
    }
    let isSame = written.isWritten(list.span.bytes)
    #expect(isSame)
  }
}
