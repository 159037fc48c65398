/// A value behind a reference: many lists hold it at the price of one, and see at once that it is
/// the same.
final class Shared<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

/// What has a place of its own in a list.
protocol Ordered {
  /// Whether it is listed before `other`; of two that are the same thing neither is.
  func precedes(_ other: Self) -> Bool
}

extension Shared: Ordered where Value: Ordered {
  func precedes(_ other: Shared) -> Bool { value.precedes(other.value) }
}

extension Shared: Equatable where Value: Equatable {
  static func == (left: Shared, right: Shared) -> Bool {
    left === right || left.value == right.value
  }
}
