/// An ordered part of a mesh: its services, or its workloads.
///
/// It shares with that of the mesh before what is the same in both, so that a mesh that differs in
/// one service is made, and compared, without touching the others.
public struct MeshList<Element: Sendable>: Sendable {
  var elements: SortedChunks<Shared<Element>>

  /// An empty list.
  public init() { elements = SortedChunks() }

  /// The list of `elements`, which are ordered.
  init(_ elements: [Element]) { self.elements = SortedChunks(elements.map(Shared.init)) }
}

extension MeshList: RandomAccessCollection {
  /// 0.
  public var startIndex: Int { 0 }

  /// The number of elements.
  public var endIndex: Int { elements.count }

  /// The element at a place.
  ///
  /// - Complexity: O(log n).
  public subscript(index: Int) -> Element { elements[index].value }

  /// Goes through a list in its order.
  public struct Iterator: IteratorProtocol {
    private var elements: SortedChunks<Shared<Element>>.Iterator

    fileprivate init(_ elements: SortedChunks<Shared<Element>>.Iterator) {
      self.elements = elements
    }

    /// The next element; nil after the last.
    public mutating func next() -> Element? { elements.next()?.value }
  }

  /// Begins with the first element.
  public func makeIterator() -> Iterator { Iterator(elements.makeIterator()) }
}

extension MeshList: Equatable where Element: Equatable {
  /// - Complexity: O(√n) for lists of which one was made from the other by replacing a few
  ///   elements; O(n) where elements came and went.
  public static func == (left: Self, right: Self) -> Bool { left.elements == right.elements }
}
