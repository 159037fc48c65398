/// Finds the workloads of a namespace whose labels match a selector, without looking at all of
/// them.
struct LabelIndex: Sendable {
  private struct Label: Hashable {
    var namespace: String
    var key: String
    var value: String
  }

  /// The members of each namespace, ascending.
  private var membersByNamespace: [String: [Int]] = [:]
  /// The members with each label, ascending.
  private var membersByLabel: [Label: [Int]] = [:]

  /// Adds the workload with the number `member`.
  mutating func add(_ member: Int, namespace: String, labels: [String: String]) {
    membersByNamespace[namespace, default: []].insertInOrder(member)
    for (key, value) in labels {
      let label = Label(namespace: namespace, key: key, value: value)
      membersByLabel[label, default: []].insertInOrder(member)
    }
  }

  /// Takes out a workload that was added with those labels.
  mutating func remove(_ member: Int, namespace: String, labels: [String: String]) {
    membersByNamespace.remove(member, from: namespace)
    for (key, value) in labels {
      membersByLabel.remove(member, from: Label(namespace: namespace, key: key, value: value))
    }
  }

  /// The members of `namespace` that have every label of `selector`, ascending; all when it is
  /// empty.
  ///
  /// - Complexity: O(labels × length of the shortest list of members that share one of the labels).
  func members(of namespace: String, matching selector: [String: String]) -> [Int] {
    var lists: [[Int]] = []
    for (key, value) in selector {
      let label = Label(namespace: namespace, key: key, value: value)
      guard let list = membersByLabel[label] else { return [] }
      lists.append(list)
    }
    lists.sort { $0.count < $1.count }
    guard var result = lists.first else { return membersByNamespace[namespace] ?? [] }
    for list in lists.dropFirst() {
      result.removeAll { member in
        let index = list.partitionPoint { $0 >= member }
        return index == list.endIndex || list[index] != member
      }
    }
    return result
  }

  /// How many members of `namespace` have a label.
  func count(of namespace: String, key: String, value: String) -> Int {
    membersByLabel[Label(namespace: namespace, key: key, value: value)]?.count ?? 0
  }
}

extension [Int] {
  /// Inserts a number into an ascending list that does not have it.
  fileprivate mutating func insertInOrder(_ number: Int) {
    if let last, last > number {
      insert(number, at: partitionPoint { $0 > number })
    } else {
      append(number)
    }
  }
}

extension Dictionary where Value == [Int] {
  /// Takes a number out of the ascending list of `key`, and the list with its last number.
  fileprivate mutating func remove(_ number: Int, from key: Key) {
    guard let index = index(forKey: key) else { return }
    let place = values[index].partitionPoint { $0 >= number }
    guard place < values[index].count, values[index][place] == number else { return }
    values[index].remove(at: place)
    if values[index].isEmpty { remove(at: index) }
  }
}
