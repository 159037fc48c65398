internal import Platform

/// A value that one thread replaces and others read.
final class Published<Value: Sendable>: Sendable {
  private let storage: Lock<Value>

  /// Holds `value`.
  init(_ value: Value) { storage = Lock(value) }

  /// The value as it is now.
  var value: Value {
    get { storage.withLock { $0 } }
    set { storage.withLock { $0 = newValue } }
  }

  /// Takes the value away; nil when there is none.
  func take<Wrapped>() -> Wrapped? where Value == Wrapped? {
    storage.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
