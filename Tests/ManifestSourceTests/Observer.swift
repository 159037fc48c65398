import MeshModel

@testable import ManifestSource

/// Waits for what a test is about, and for nothing else.
struct Observer {
  private var iterator: AsyncStream<ManifestSnapshot>.Iterator
  private(set) var seen: [ManifestSnapshot] = []

  init(_ source: ManifestSource) { iterator = source.snapshots().makeAsyncIterator() }

  /// The first snapshot, from now on, for which the condition holds.
  mutating func first(
    _ holds: (ManifestSnapshot) -> Bool = { _ in true }
  ) async throws -> ManifestSnapshot {
    while let snapshot = await iterator.next(isolation: #isolation) {
      seen.append(snapshot)
      if holds(snapshot) { return snapshot }
    }
    throw StreamEnded()
  }

  /// The first snapshot, from now on, with exactly these services.
  @discardableResult
  mutating func services(_ expected: String...) async throws -> ManifestSnapshot {
    try await first { $0.services == expected }
  }

  /// Whether the stream is over.
  mutating func isAtEnd() async -> Bool { await iterator.next(isolation: #isolation) == nil }

  struct StreamEnded: Error {}
}

extension ManifestSnapshot {
  /// The services in short: `web:80`, in order of name.
  var services: [String] {
    objects.compactMap { located -> String? in
      guard case .service(let service) = located.object else { return nil }
      return service.metadata.name + service.ports.map { ":\($0.number)" }.joined()
    }.sorted()
  }

  /// The errors, as they are printed.
  var errors: [String] { problems.filter { $0.severity == .error }.map(\.description) }
}

extension ManifestSource.Options {
  /// Impatient, so that tests are quick.
  static var quick: Self {
    var options = Self()
    options.debounce = .milliseconds(10)
    options.debounceMax = .milliseconds(300)
    return options
  }
}
