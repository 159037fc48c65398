/// What a list can be ordered by.
protocol OrderedElement: Sendable {
  /// Whether `left` stands before `right`; of two elements of which neither does, a list holds one.
  static func precedes(_ left: Self, _ right: Self) -> Bool
}

/// An immutable ordered list of which a few of many elements are exchanged cheaply.
///
/// It is cut into chunks of some dozens of elements, and a list that is made from another shares
/// all chunks but those in which something changes. So does a list that is made from that one: what
/// two lists of one ancestry do not share is all that must be looked at to compare them. No list
/// keeps another alive, only the chunks that it shares.
struct OrderedChunks<Element: OrderedElement>: Sendable {
  /// Elements next to each other; never empty.
  final class Chunk: Sendable {
    let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }
  }

  private var chunks: [Chunk] = []
  /// How many elements there are.
  private(set) var count = 0

  /// What a new chunk holds; the more, the more is copied with each change, and the fewer, the more
  /// chunks are counted up.
  private static var size: Int { 64 }
  private static var minimum: Int { 16 }
  private static var maximum: Int { 128 }

  /// The empty list.
  init() {}

  /// A list of elements that are ordered, each once.
  init(ordered elements: [Element]) {
    Self.append(elements, to: &chunks)
    count = elements.count
  }

  /// Whether it holds nothing.
  var isEmpty: Bool { count == 0 }

}

// MARK: Finding

extension OrderedChunks: Sequence {
  /// Walks over elements in order.
  struct Iterator: IteratorProtocol {
    fileprivate let chunks: [Chunk]
    fileprivate var chunk: Int
    fileprivate var offset: Int

    /// The chunk that begins here, if one does.
    fileprivate var beginning: Chunk? {
      offset == 0 && chunk < chunks.count ? chunks[chunk] : nil
    }

    /// What the next call of `next` gives.
    fileprivate var peek: Element? {
      chunk < chunks.count ? chunks[chunk].elements[offset] : nil
    }

    mutating func next() -> Element? {
      guard chunk < chunks.count else { return nil }
      let elements = chunks[chunk].elements
      let element = elements[offset]
      offset += 1
      if offset == elements.count { (chunk, offset) = (chunk + 1, 0) }
      return element
    }
  }

  func makeIterator() -> Iterator { Iterator(chunks: chunks, chunk: 0, offset: 0) }

  var underestimatedCount: Int { count }

  /// The elements from the first one on that does not stand before what is looked for.
  ///
  /// - Parameter stands: whether an element stands before what is looked for.
  /// - Returns: the elements, in order.
  /// - Complexity: O(log n).
  func elements(from stands: (Element) -> Bool) -> IteratorSequence<Iterator> {
    // The first chunk whose last element is not before it.
    var range = chunks.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let elements = chunks[middle].elements
      if stands(elements[elements.count - 1]) {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    let chunk = range.lowerBound
    guard chunk < chunks.count else {
      return IteratorSequence(Iterator(chunks: chunks, chunk: chunk, offset: 0))
    }
    let offset = chunks[chunk].elements.firstIndex(notBefore: stands)
    return IteratorSequence(Iterator(chunks: chunks, chunk: chunk, offset: offset))
  }
}

extension Array where Element: OrderedElement {
  /// The index of the first element that does not stand before what is looked for, in an ordered
  /// array.
  func firstIndex(notBefore stands: (Element) -> Bool) -> Int {
    var range = indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if stands(self[middle]) {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }
}

// MARK: Changing

extension OrderedChunks {
  private struct Edit {
    let element: Element
    let isRemoval: Bool

    /// What is removed goes first, so that what is put in its place stays.
    static func precedes(_ left: Self, _ right: Self) -> Bool {
      if Element.precedes(left.element, right.element) { return true }
      if Element.precedes(right.element, left.element) { return false }
      return left.isRemoval && !right.isRemoval
    }
  }

  /// This list without what stands in the places of `removed`, and with `added`, each instead of
  /// what stood in its place.
  ///
  /// - Complexity: O(k log n) for k changes, and a copy of the references to all chunks.
  func replacing(_ removed: [Element] = [], with added: [Element]) -> Self {
    var edits = removed.map { Edit(element: $0, isRemoval: true) }
    edits += added.map { Edit(element: $0, isRemoval: false) }
    if edits.isEmpty { return self }
    edits.sort(by: Edit.precedes)
    var result = Self()
    result.chunks.reserveCapacity(chunks.count + 2)
    result.count = count
    var rest = edits[...]
    var kept = 0
    while let edit = rest.first {
      // The last chunk that does not begin after it, or the first one.
      let place = Swift.max(kept, lastChunk(for: edit.element, from: kept))
      result.chunks += chunks[kept..<Swift.min(place, chunks.count)]
      let next = place + 1 < chunks.count ? chunks[place + 1].elements[0] : nil
      let end = next.flatMap { next in rest.firstIndex { !Element.precedes($0.element, next) } }
      let here = rest[..<(end ?? rest.endIndex)]
      let old = place < chunks.count ? chunks[place].elements : []
      let new = Self.merge(old, here)
      result.count += new.count - old.count
      Self.append(new, to: &result.chunks)
      rest = rest[here.endIndex...]
      kept = place + 1
    }
    if kept < chunks.count { result.chunks += chunks[kept...] }
    return result
  }

  private func lastChunk(for element: Element, from start: Int) -> Int {
    var range = start..<Swift.max(start, chunks.count)
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if Element.precedes(element, chunks[middle].elements[0]) {
        range = range.lowerBound..<middle
      } else {
        range = middle + 1..<range.upperBound
      }
    }
    return range.lowerBound - 1
  }

  private static func merge(_ old: [Element], _ edits: ArraySlice<Edit>) -> [Element] {
    var new: [Element] = []
    new.reserveCapacity(old.count + edits.count)
    var rest = old[...]
    for edit in edits {
      let before = rest.prefix { Element.precedes($0, edit.element) }
      new += before
      rest = rest[before.endIndex...]
      if let same = rest.first, !Element.precedes(edit.element, same) { rest.removeFirst() }
      if edit.isRemoval { continue }
      if let last = new.last, !Element.precedes(last, edit.element) { new.removeLast() }
      new.append(edit.element)
    }
    return new + rest
  }

  /// Adds ordered elements at the end, in chunks that are neither large nor tiny.
  private static func append(_ elements: [Element], to chunks: inout [Chunk]) {
    if elements.isEmpty { return }
    if elements.count < minimum, let last = chunks.last,
      last.elements.count + elements.count <= maximum
    {
      chunks[chunks.count - 1] = Chunk(last.elements + elements)
    } else if elements.count <= maximum {
      chunks.append(Chunk(elements))
    } else {
      let pieceCount = (elements.count + size - 1) / size
      for piece in 0..<pieceCount {
        let start = piece * elements.count / pieceCount
        let end = (piece + 1) * elements.count / pieceCount
        chunks.append(Chunk(Array(elements[start..<end])))
      }
    }
  }
}

// MARK: Comparing

extension OrderedChunks {
  /// Tells what stands in each place of two lists, the old one's element first, but for the chunks
  /// that they share.
  ///
  /// - Complexity: O(chunks) where most are shared, O(n) else.
  func compare(with old: Self, _ body: (_ old: Element?, _ new: Element?) -> Void) {
    var (left, right) = (old.makeIterator(), makeIterator())
    while true {
      if let shared = left.beginning, shared === right.beginning {
        left.chunk += 1
        right.chunk += 1
        continue
      }
      switch (left.peek, right.peek) {
      case (nil, nil): return
      case (let removed?, nil):
        body(removed, nil)
        _ = left.next()
      case (nil, let added?):
        body(nil, added)
        _ = right.next()
      case (let before?, let after?):
        let isRemoved = Element.precedes(before, after)
        let isAdded = !isRemoved && Element.precedes(after, before)
        body(isAdded ? nil : before, isRemoved ? nil : after)
        if !isAdded { _ = left.next() }
        if !isRemoved { _ = right.next() }
      }
    }
  }
}
