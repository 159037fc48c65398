import Platform
import Testing

@testable import XDSServer

/// Streams of one loop, side by side.
@Suite("Responses that streams share")
struct SharedResponseTests {
  /// A stream that has asked for endpoints.
  private struct Client: ~Copyable {
    var stream: DiscoveryStream
    let names: [String]
    /// What it was sent last.
    var response: PlannedResponse?

    init(_ variant: ProtocolVariant, _ names: [String], _ updates: TableUpdates) {
      stream = DiscoveryStream(variant: variant, sharing: updates)
      self.names = names
      _ = stream.requestReceived(
        StreamRequest(
          typeURL: ResourceType.endpoint.typeURL, names: names, nodeID: "envoy-1"), at: .now)
    }

    /// Takes what it is sent of a snapshot, and accepts it.
    mutating func follow(_ snapshot: Snapshot) {
      guard case .respond(let next) = stream.nextStep(from: snapshot, at: .now) else {
        response = nil
        return
      }
      response = next
      var request = StreamRequest(typeURL: next.typeURL, nonce: next.nonce)
      if stream.variant == .stateOfTheWorld {
        request.versionInfo = next.version.hexadecimal
        request.names = names
      }
      _ = stream.requestReceived(request, at: .now)
    }
  }

  private static func snapshot(_ revision: UInt64, after before: Snapshot? = nil) -> Snapshot {
    let changed = [resource("a", "\(revision)"), resource("b", "\(revision)")]
    let table =
      before?.endpoints.updating([], with: changed) ?? ResourceTable(changed + [resource("c")])
    return Snapshot(revision: revision, endpoints: table)
  }

  @Test(
    "Streams that want and have the same are sent one object, and others what is theirs",
    arguments: [ProtocolVariant.stateOfTheWorld, .delta])
  func sameAndOthers(variant: ProtocolVariant) {
    let updates = TableUpdates()
    var one = Client(variant, ["a", "b", "c"], updates)
    var same = Client(variant, ["c", "b", "a"], updates)
    var narrow = Client(variant, ["a", "c"], updates)
    var alone = Client(variant, ["a", "b", "c"], TableUpdates())
    var snapshot: Snapshot?
    for revision in 1..<10 as Range<UInt64> {
      let next = Self.snapshot(revision, after: snapshot)
      snapshot = next
      if revision % 3 == 0 { updates.revisionChanged() }
      one.follow(next)
      narrow.follow(next)
      same.follow(next)
      alone.follow(next)
      guard let first = one.response, let second = same.response, let third = narrow.response,
        let lone = alone.response
      else {
        Issue.record("revision \(revision) is not sent")
        return
      }
      // What a delta client is owed for having asked, it is given alone.
      if variant == .stateOfTheWorld || revision > 1 { #expect(first.content === second.content) }
      #expect(first.content !== third.content)
      #expect(first.version == lone.version)
      #expect(first.resources.map(\.fingerprint) == lone.resources.map(\.fingerprint))
      #expect(third.resources.map(\.name).contains("a"))
      #expect(!third.resources.map(\.name).contains("b"))
    }
  }

  @Test("What is kept for streams is forgotten after two revisions, and at once without streams")
  func forgotten() {
    for ends in [false, true] {
      let updates = TableUpdates()
      weak var content: ResponseContent?
      do {
        var client = Client(.delta, ["a"], updates)
        let first = Self.snapshot(1)
        client.follow(first)
        client.follow(Self.snapshot(2, after: first))
        content = client.response?.content
        #expect(content != nil)
      }
      #expect(content != nil)
      if ends {
        updates.removeAll()
      } else {
        updates.revisionChanged()
        updates.revisionChanged()
      }
      #expect(content == nil)
    }
  }
}
