import EnvoyAPI
import Testing
import XDSProto

/// Changes bytes the way libFuzzer does, from a seed.
private struct Mutator {
  var random: SeededGenerator

  mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes.append(UInt8.random(in: 0...255, using: &random))
      return
    }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, index + Int.random(in: 1...8, using: &random))
    switch Int.random(in: 0..<7, using: &random) {
    case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[index] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
    case 2: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
    case 4: bytes.removeSubrange(index..<end)
    case 5: bytes.insert(contentsOf: bytes[index..<end], at: index)
    default: bytes.removeLast(bytes.count - index)
    }
  }
}

@Suite("Mutated messages")
struct MutationTests {
  /// Reads bytes in every way there is; says what went wrong, nil if nothing did.
  private func problem(_ bytes: [UInt8], as type: MessageType) -> String? {
    if let theirs = try? EnvoyMessage(typeName: type.name, bytes: bytes) { _ = theirs.json() }
    let written: [UInt8]
    do throws(WireError) {
      written = try type.rewrite(bytes)
    } catch {
      let isInside = 0...bytes.count ~= error.offset
      return isInside ? nil : "the error's offset is \(error.offset)"
    }
    guard (try? type.rewrite(written)) == written else { return "it does not read what it writes" }
    guard let theirs = try? EnvoyMessage(typeName: type.name, bytes: written) else {
      // EnvoyMessage refuses a NUL in a string: C would end the string there.
      return written.contains(0) ? nil : "libprotobuf-c does not read what it writes"
    }
    return theirs.packed() == written ? nil : "libprotobuf-c writes it otherwise"
  }

  @Test("A message whose bytes were changed is read or refused", arguments: MessageType.all)
  func mutations(type: MessageType) throws {
    let seed = runSeed ^ type.name.stableHash
    var mutator = Mutator(random: SeededGenerator(seed: seed))
    for round in 0..<10 {
      var random = RandomMessage(seed: seed &+ UInt64(round), density: 40)
      let message = random.bytes(of: type.name)
      // Long messages take their time in a debug build and show nothing new.
      guard let original = message, original.count < 4000 else { continue }
      for _ in 0..<40 {
        let bytes = mutator.mutate(original)
        if let problem = problem(bytes, as: type) {
          Issue.record("CAUSEWAY_SEED=\(runSeed): \(problem): \(bytes)")
          return
        }
      }
    }
  }

  @Test("Bytes that are no message at all are read or refused")
  func noise() {
    var random = SeededGenerator(seed: runSeed)
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<64, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      guard let type = MessageType.all.randomElement(using: &random) else { continue }
      if let problem = problem(bytes, as: type) {
        Issue.record("CAUSEWAY_SEED=\(runSeed): \(type.name): \(problem): \(bytes)")
      }
    }
  }

  @Test("What once made a fuzzer stop is read or refused")
  func corpus() throws {
    for bytes in try files(in: "Fuzz/Corpus/reader") {
      for type in MessageType.all {
        #expect(problem(Array(bytes.dropFirst()), as: type) == nil, "\(type.name): \(bytes)")
      }
    }
  }
}
