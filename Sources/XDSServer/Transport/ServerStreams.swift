/// The open calls of one connection, in the order in which they have come: one or two.
///
/// Linked, because the memory of an array would be one more piece to fetch for every push.
struct ServerStreams: Sequence {
  private var first: ServerStream?

  /// No calls.
  init() {}

  /// Whether there are none.
  var isEmpty: Bool { first == nil }

  /// The call of that number; nil when it is closed.
  ///
  /// - Complexity: O(*n*).
  subscript(number: Int32) -> ServerStream? {
    guard let first, first.number != number else { return first }
    var next = first.next
    while let stream = next {
      if stream.number == number { return stream }
      next = stream.next
    }
    return nil
  }

  /// Adds a call that begins.
  ///
  /// - Complexity: O(*n*).
  mutating func append(_ stream: ServerStream) {
    guard var last = first else {
      first = stream
      return
    }
    while let next = last.next { last = next }
    last.next = stream
  }

  /// Takes out a call that is closed.
  ///
  /// - Complexity: O(*n*).
  mutating func remove(_ number: Int32) -> ServerStream? {
    var before: ServerStream?
    for stream in self {
      guard stream.number == number else {
        before = stream
        continue
      }
      if let before { before.next = stream.next } else { first = stream.next }
      stream.next = nil
      return stream
    }
    return nil
  }

  func makeIterator() -> Iterator { Iterator(upcoming: first) }

  /// Goes through the calls; the one that it has given last may be taken out meanwhile.
  struct Iterator: IteratorProtocol {
    fileprivate var upcoming: ServerStream?

    mutating func next() -> ServerStream? {
      let stream = upcoming
      upcoming = stream?.next
      return stream
    }
  }
}
