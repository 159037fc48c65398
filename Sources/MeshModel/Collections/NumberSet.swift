/// A set of numbers that mostly has one member, or none.
enum NumberSet: Sendable {
  case none
  case one(Int)
  case several(Set<Int>)

  var isEmpty: Bool { if case .none = self { true } else { false } }

  /// The only member; nil when there are more, or none.
  var only: Int? { if case .one(let number) = self { number } else { nil } }

  mutating func insert(_ number: Int) {
    switch self {
    case .none: self = .one(number)
    case .one(let other): if other != number { self = .several([other, number]) }
    case .several(var numbers):
      // Taken out, so that it is changed in place.
      self = .none
      numbers.insert(number)
      self = .several(numbers)
    }
  }

  mutating func remove(_ number: Int) {
    switch self {
    case .none: return
    case .one(let other): if other == number { self = .none }
    case .several(var numbers):
      self = .none
      numbers.remove(number)
      if numbers.count > 1 {
        self = .several(numbers)
      } else if let last = numbers.first {
        self = .one(last)
      }
    }
  }

  func insert(into numbers: inout Set<Int>) {
    switch self {
    case .none: return
    case .one(let number): numbers.insert(number)
    case .several(let several): numbers.formUnion(several)
    }
  }

  /// The members, in no order.
  var members: [Int] {
    switch self {
    case .none: []
    case .one(let number): [number]
    case .several(let numbers): Array(numbers)
    }
  }
}

extension Dictionary where Value == NumberSet {
  /// Takes a number out of the set of `key`, and the set with its last number.
  mutating func remove(_ number: Int, from key: Key) {
    guard let index = index(forKey: key) else { return }
    values[index].remove(number)
    if values[index].isEmpty { remove(at: index) }
  }
}
