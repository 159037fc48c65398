internal import CAllocationCounter
import Foundation
import Testing

@testable import bench

@Suite("Benchmarks")
struct BenchmarkTests {
  @Test(
    "The counter sees an allocation",
    .enabled(if: allocation_counter_works(), "a sanitizer has malloc for itself"))
  func counting() throws {
    let none = try measuredRegion({ _ in }, rounds: 1)
    var arrays: [[Int]] = []
    arrays.reserveCapacity(3)
    let three = try measuredRegion(
      { rounds in for number in 0..<rounds { arrays.append([number]) } }, rounds: 3)
    #expect(none == 0)
    #expect(three == 3)
    #expect(arrays == [[0], [1], [2]])
  }

  @Test("Names are unique, and a peer is the peer of something")
  func names() {
    let names = Benchmark.all.map(\.name)
    #expect(Set(names).count == names.count)
    let subjects = Set(
      Benchmark.all.filter { $0.role != .peer }.map { $0.name.drop { $0 != ":" } })
    for peer in Benchmark.all where peer.role == .peer {
      #expect(subjects.contains(peer.name.drop { $0 != ":" }), "\(peer.name)")
    }
  }

  @Test("Every benchmark but a peer has thresholds, and nothing else has")
  func thresholds() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Benchmarks/thresholds.json")
    let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    let thresholds = try #require((document as? [String: Any])?["benchmarks"] as? [String: Any])
    let ours = Benchmark.all.filter { $0.role != .peer }.map(\.name)
    #expect(Set(thresholds.keys) == Set(ours))
  }

  @Test(
    "A benchmark does the same every time",
    arguments: Benchmark.all.filter { $0.role != .large }.map(\.name))
  func repeatable(_ name: String) throws {
    let benchmark = try #require(Benchmark.all.first { $0.name == name })
    let hashes = try (0..<2).map { _ in
      let prepared = try benchmark.prepare()
      try prepared.run(1)
      return prepared.hash()
    }
    #expect(hashes[0] == hashes[1])
  }
}
