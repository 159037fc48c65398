import CEnvoyAPI
import EnvoyAPI
import Testing
import XDSProto

/// Every message type against libprotobuf-c, byte for byte.
@Suite("Against libprotobuf-c")
struct OracleTests {
  @Test("Every message of protos/ has a struct, and no struct lacks a message")
  func everyTypeIsThere() {
    // A wrapper is an optional to the user of XDSProto, so it has no struct.
    let wrappers = [
      "BoolValue", "BytesValue", "DoubleValue", "FloatValue", "Int32Value", "Int64Value",
      "StringValue", "UInt32Value", "UInt64Value",
    ]
    let known = Set(EnvoyMessage.typeNames).subtracting(wrappers.map { "google.protobuf.\($0)" })
    #expect(Set(MessageType.all.map(\.name)) == known)
    #expect(MessageType.all.count == known.count)
  }

  @Test("What libprotobuf-c writes is read and written again unchanged", arguments: MessageType.all)
  func roundTrip(type: MessageType) throws {
    for round in 0..<60 {
      let seed = runSeed ^ type.name.stableHash &+ UInt64(round)
      var random = RandomMessage(seed: seed, density: [100, 50, 15][round % 3])
      let message = random.bytes(of: type.name)
      let made = try #require(message)
      let theirs = try EnvoyMessage(typeName: type.name, bytes: made).packed()
      let ours = try type.rewrite(theirs)
      guard ours == theirs else {
        Issue.record("CAUSEWAY_SEED=\(runSeed) round \(round): \(theirs) became \(ours)")
        return
      }
      let again = try EnvoyMessage(typeName: type.name, bytes: ours).packed()
      #expect(again == ours, "CAUSEWAY_SEED=\(runSeed) round \(round)")
      // What was made has defaults written out; both readers must see the same in it.
      #expect(try type.rewrite(made) == theirs, "CAUSEWAY_SEED=\(runSeed) round \(round)")
    }
  }

  @Test("Random messages set every field of every type", arguments: MessageType.all)
  func generatorIsComplete(type: MessageType) throws {
    var seen: Set<UInt64> = []
    for round in 0..<200 {
      var random = RandomMessage(seed: UInt64(round), density: 60)
      let message = random.bytes(of: type.name)
      let bytes = try #require(message)
      seen.formUnion(fieldNumbers(in: bytes))
    }
    let descriptor = try #require(Descriptors.byName[type.name])
    let fields = (0..<Int(descriptor.pointee.n_fields)).map {
      UInt64(descriptor.pointee.fields[$0].id)
    }
    #expect(seen == Set(fields))
  }

  private func fieldNumbers(in bytes: [UInt8]) -> Set<UInt64> {
    var numbers: Set<UInt64> = []
    var reader = ProtoReader(bytes.span.bytes)
    while let number = try? reader.nextField(), (try? reader.skip()) != nil {
      numbers.insert(UInt64(number))
    }
    return numbers
  }
}
