extension Array {
  /// Empties an array that has one or two elements mostly, and keeps its memory if that is for no
  /// more than so many.
  ///
  /// One by one, because `removeAll(keepingCapacity:)` costs as much as a dozen.
  mutating func empty(keepingCapacityUpTo capacityMax: Int) {
    if capacity > capacityMax { self = [] }
    while popLast() != nil {}
  }
}
