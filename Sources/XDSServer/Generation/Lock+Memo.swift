internal import Platform

extension Lock {
  /// The value of that key, made by `make` when it is asked for first.
  ///
  /// `make` runs outside of the lock. Two threads that ask first at the same time may both make the
  /// value; both are given the same one.
  func value<Key, Made>(for key: Key, make: () -> Made) -> Made
  where Value == [Key: Made], Key: Sendable, Made: Sendable {
    if let made = withLock({ $0[key] }) { return made }
    let made = make()
    return withLock { all in
      if let earlier = all[key] { return earlier }
      all[key] = made
      return made
    }
  }
}
