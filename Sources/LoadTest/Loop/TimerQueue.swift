internal import Platform

/// What is to happen at which moment: a binary heap.
struct TimerQueue<Element> {
  private var heap: [(moment: Moment, element: Element)] = []

  /// When the next thing is due.
  var next: Moment? { heap.first?.moment }

  /// Adds something.
  ///
  /// - Complexity: O(log *n*).
  mutating func add(_ element: Element, at moment: Moment) {
    heap.append((moment, element))
    var index = heap.count - 1
    while index > 0, heap[index].moment < heap[(index - 1) / 2].moment {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes out what is due, the earliest first; nil if nothing is.
  ///
  /// - Complexity: O(log *n*).
  mutating func takeDue(_ now: Moment) -> (moment: Moment, element: Element)? {
    guard let first = heap.first, first.moment <= now else { return nil }
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var index = 0
    while true {
      let children = [2 * index + 1, 2 * index + 2].filter { $0 < heap.count }
      guard let least = children.min(by: { heap[$0].moment < heap[$1].moment }),
        heap[least].moment < heap[index].moment
      else { return first }
      heap.swapAt(index, least)
      index = least
    }
  }
}
