internal import Synchronization

/// Numbers that no two certificates share, as a CA's serial numbers must not.
final class Counter: Sendable {
  private let last = Atomic(0)

  func next() -> Int { last.add(1, ordering: .relaxed).newValue }
}
