/// The open streams of a loop, found by identifier without hashing: by the slot of the connection,
/// which has one or two.
struct StreamTable {
  /// By slot the first stream of the connection; the others follow from it.
  private var first: [ServedStream?] = []
  /// The number of streams.
  private(set) var count = 0

  /// No streams.
  init() {}

  /// The stream of that identifier; nil when it has ended.
  ///
  /// - Complexity: O(streams of the connection).
  subscript(id: StreamID) -> ServedStream? {
    let slot = Int(id.connection.slot)
    guard slot < first.count else { return nil }
    var candidate = first[slot]
    while let stream = candidate {
      if stream.id == id { return stream }
      candidate = stream.next
    }
    return nil
  }

  /// Puts a stream in.
  mutating func insert(_ stream: ServedStream) {
    let slot = Int(stream.id.connection.slot)
    while first.count <= slot { first.append(nil) }
    stream.next = first[slot]
    first[slot] = stream
    count += 1
  }

  /// Takes a stream out.
  mutating func remove(_ id: StreamID) -> ServedStream? {
    guard let stream = self[id] else { return nil }
    let slot = Int(id.connection.slot)
    if first[slot] === stream {
      first[slot] = stream.next
    } else {
      var before = first[slot]
      while let next = before?.next, next !== stream { before = next }
      before?.next = stream.next
    }
    stream.next = nil
    count -= 1
    return stream
  }

  /// The identifiers of all streams.
  var ids: [StreamID] {
    var ids: [StreamID] = []
    ids.reserveCapacity(count)
    for stream in first {
      var next = stream
      while let stream = next {
        ids.append(stream.id)
        next = stream.next
      }
    }
    return ids
  }
}
