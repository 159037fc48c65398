/// Finds the workloads of a namespace whose labels match a selector, without looking at all of
/// them.
struct LabelIndex {
  private struct Label: Hashable {
    var key: String
    var value: String
  }

  private struct Namespace {
    var members: [Int] = []
    var membersByLabel: [Label: [Int]] = [:]
  }

  private var namespaces: [String: Namespace] = [:]

  /// Adds the workload with the number `member`, which must be greater than those added before.
  mutating func add(_ member: Int, namespace: String, labels: [String: String]) {
    // In place: a copy taken out of the dictionary would be copied again at the first change.
    namespaces[namespace, default: Namespace()].members.append(member)
    for (key, value) in labels {
      let label = Label(key: key, value: value)
      namespaces[namespace, default: Namespace()].membersByLabel[label, default: []].append(member)
    }
  }

  /// The members of `namespace` that have every label of `selector`, ascending; all when it is
  /// empty.
  ///
  /// - Complexity: O(labels × length of the shortest list of members that share one of the labels).
  func members(of namespace: String, matching selector: [String: String]) -> [Int] {
    guard let namespace = namespaces[namespace] else { return [] }
    var lists: [[Int]] = []
    for (key, value) in selector {
      guard let list = namespace.membersByLabel[Label(key: key, value: value)] else { return [] }
      lists.append(list)
    }
    lists.sort { $0.count < $1.count }
    guard var result = lists.first else { return namespace.members }
    for list in lists.dropFirst() {
      result.removeAll { member in
        let index = list.partitionPoint { $0 >= member }
        return index == list.endIndex || list[index] != member
      }
    }
    return result
  }
}
