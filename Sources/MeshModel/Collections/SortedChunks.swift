/// An ordered list whose copies share what they have in common.
///
/// The elements are kept in chunks, and a change makes new chunks only where something changes: of
/// a list of 100,000 that is some hundreds of references.
struct SortedChunks<Element: Sendable>: Sendable {
  /// Some neighbours; never empty.
  final class Chunk: Sendable {
    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }
  }

  /// A chunk that would have more elements is split.
  private static var elementCountMax: Int { 512 }

  fileprivate(set) var chunks: [Chunk] = []
  /// The index of the first element of each chunk.
  private var starts: [Int] = []
  private(set) var count = 0

  /// The list of `elements`, which are ordered.
  init(_ elements: [Element] = []) {
    chunks = Self.chunks(of: elements)
    countElements()
  }

  fileprivate static func chunks(of elements: [Element]) -> [Chunk] {
    guard elements.count > elementCountMax else {
      return elements.isEmpty ? [] : [Chunk(elements)]
    }
    // Half full, so that the next change does not split each of them again.
    return stride(from: 0, to: elements.count, by: elementCountMax / 2).map { start in
      Chunk(Array(elements[start..<Swift.min(start + elementCountMax / 2, elements.count)]))
    }
  }

  fileprivate mutating func countElements() {
    starts = []
    starts.reserveCapacity(chunks.count)
    count = 0
    for chunk in chunks {
      starts.append(count)
      count += chunk.elements.count
    }
  }
}

extension SortedChunks where Element: Ordered {
  /// Takes `leaving` out and puts `coming` in; both are ordered, and what is in both is replaced.
  ///
  /// - Complexity: O(chunks + changes × length of a chunk).
  mutating func replace(_ leaving: [Element], with coming: [Element]) {
    guard !leaving.isEmpty || !coming.isEmpty else { return }
    guard !chunks.isEmpty else {
      self = Self(coming)
      return
    }
    var result: [Chunk] = []
    result.reserveCapacity(chunks.count + 1)
    var (leaving, coming) = (leaving[...], coming[...])
    var kept = 0
    while let first = Self.first(leaving.first, coming.first) {
      // The last chunk that does not begin after it, or the first one.
      let next = chunks[kept...].partitionPoint { first.precedes($0.elements[0]) }
      let place = Swift.max(kept, next - 1)
      result += chunks[kept..<place]
      let end = place + 1 < chunks.count ? chunks[place + 1].elements.first : nil
      let elements = Self.merged(
        chunks[place].elements, without: Self.split(&leaving, before: end),
        with: Self.split(&coming, before: end))
      Self.append(elements, to: &result)
      kept = place + 1
      guard kept < chunks.count else { break }
    }
    if kept < chunks.count { result += chunks[kept...] }
    chunks = result
    countElements()
  }

  /// Adds elements at the end, few of them to the last chunk if that has room: else a list that has
  /// become short would keep the chunks of a long one.
  private static func append(_ elements: [Element], to chunks: inout [Chunk]) {
    if elements.count < elementCountMax / 8, let last = chunks.last,
      last.elements.count + elements.count <= elementCountMax
    {
      chunks[chunks.count - 1] = Chunk(last.elements + elements)
    } else {
      chunks += Self.chunks(of: elements)
    }
  }

  /// Which of the two is listed first.
  private static func first(_ left: Element?, _ right: Element?) -> Element? {
    guard let left, let right else { return left ?? right }
    return right.precedes(left) ? right : left
  }

  /// The first elements of `list`, up to those that are not before `end`.
  private static func split(
    _ list: inout ArraySlice<Element>, before end: Element?
  ) -> ArraySlice<Element> {
    guard let end, let last = list.last, !last.precedes(end) else {
      defer { list = [] }
      return list
    }
    guard let first = list.first, first.precedes(end) else { return [] }
    let place = list.partitionPoint { !$0.precedes(end) }
    defer { list = list[place...] }
    return list[..<place]
  }

  private static func merged(
    _ elements: [Element], without gone: ArraySlice<Element>, with new: ArraySlice<Element>
  ) -> [Element] {
    var result: [Element] = []
    result.reserveCapacity(elements.count + new.count)
    var (rest, gone, new) = (elements[...], gone, new)
    while let next = first(gone.first, new.first) {
      let place = rest.partitionPoint { !$0.precedes(next) }
      result += rest[..<place]
      rest = rest[place...]
      if let first = gone.first, !next.precedes(first) {
        gone.removeFirst()
        if let same = rest.first, !next.precedes(same) { rest.removeFirst() }
      }
      if let first = new.first, !next.precedes(first) {
        result.append(first)
        new.removeFirst()
      }
    }
    return result + rest
  }
}

extension SortedChunks: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { count }

  /// - Complexity: O(log chunks).
  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "index out of range")
    let chunk = starts.partitionPoint { $0 > index } - 1
    return chunks[chunk].elements[index - starts[chunk]]
  }

  /// Goes from element to element without looking for the chunk of each.
  struct Iterator: IteratorProtocol {
    private var chunks: ArraySlice<Chunk>
    private var elements: ArraySlice<Element> = []

    fileprivate init(_ chunks: [Chunk]) { self.chunks = chunks[...] }

    mutating func next() -> Element? {
      if let element = elements.popFirst() { return element }
      guard let chunk = chunks.popFirst() else { return nil }
      elements = chunk.elements[...]
      return elements.popFirst()
    }
  }

  func makeIterator() -> Iterator { Iterator(chunks) }
}

extension SortedChunks: Equatable where Element: Equatable {
  /// - Complexity: O(chunks) where the two share them.
  static func == (left: Self, right: Self) -> Bool {
    guard left.count == right.count else { return false }
    if left.starts == right.starts {
      return zip(left.chunks, right.chunks).allSatisfy { $0 === $1 || $0.elements == $1.elements }
    }
    return left.elementsEqual(right)
  }
}
