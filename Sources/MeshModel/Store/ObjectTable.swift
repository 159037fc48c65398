/// The objects of one kind, each once, with a number each that it keeps as long as it is there
/// (docs/MERGING.md, rule 1).
struct ObjectTable<Object: NamedObject & Sendable>: Sendable {
  /// What became of an object.
  struct Change {
    var number: Int
    var before: Shared<Object>?
    var after: Shared<Object>?

    /// The name of the object.
    var name: ObjectName? { (after ?? before)?.value.name }
  }

  private(set) var numbers: [ObjectName: Int] = [:]
  private var objects: [Shared<Object>?] = []
  private var freeNumbers: [Int] = []
  /// Free, but still what things of the change that is being applied are known by.
  private var leavingNumbers: [Int] = []
  /// Everything that was given of the objects that were given more than once.
  private var copies: [ObjectName: [Object]] = [:]

  /// The object of a number, which must be in use.
  subscript(number: Int) -> Object { shared(number).value }

  /// The same behind its reference, where copying it would cost more than what is done with it.
  func shared(_ number: Int) -> Shared<Object> {
    guard let object = objects[number] else { preconditionFailure("there is no object \(number)") }
    return object
  }

  /// The number of the object of that name.
  func number(of name: ObjectName) -> Int? { numbers.isEmpty ? nil : numbers[name] }

  /// The object of that name; nil when there is none.
  func object(named name: ObjectName) -> Shared<Object>? {
    number(of: name).flatMap { objects[$0] }
  }

  /// One more than the greatest number.
  var numberEnd: Int { objects.count }

  /// The object of a number; nil when it is not in use.
  func object(_ number: Int) -> Shared<Object>? { objects[number] }

  /// The objects, in no order.
  var all: [Object] { objects.compactMap { $0?.value } }

  /// Those numbers, ordered by the names of their objects.
  func ordered(_ numbers: [Int]) -> [Int] {
    guard numbers.count > 1 else { return numbers }
    return numbers.map { ($0, self[$0].name) }.sorted { $0.1.precedes($1.1) }.map(\.0)
  }

  /// The names of the objects that were given with different contents.
  var contradictory: [ObjectName] {
    guard !copies.isEmpty else { return [] }
    return copies.filter { _, versions in versions.contains { $0 != versions[0] } }.map(\.key)
  }

  /// Takes `old` out and puts `new` in, which have the same name; nil when that changes nothing.
  mutating func replace(_ old: Object?, with new: Object?) -> Change? {
    if old == nil, let new, let number = add(new) {
      return Change(number: number, before: nil, after: objects[number])
    }
    guard let name = new?.name ?? old?.name, let number = number(of: name),
      let current = objects[number]
    else { return nil }
    guard let winner = winner(of: name, current, old, new) else {
      objects[number] = nil
      numbers[name] = nil
      leavingNumbers.append(number)
      return Change(number: number, before: current, after: nil)
    }
    guard winner != current.value else { return nil }
    let after = Shared(winner)
    objects[number] = after
    return Change(number: number, before: current, after: after)
  }

  /// Which of the versions of an object counts when `old` is one less and `new` one more.
  private mutating func winner(
    of name: ObjectName, _ current: Shared<Object>, _ old: Object?, _ new: Object?
  ) -> Object? {
    if let old, copies.isEmpty || copies[name] == nil, old == current.value { return new }
    var versions = copies[name] ?? [current.value]
    if let old, let place = versions.firstIndex(of: old) { versions.remove(at: place) }
    if let new { versions.append(new) }
    copies[name] = versions.count > 1 ? versions : nil
    // Whatever came first.
    return versions.min { canonicalText(of: $0) < canonicalText(of: $1) }
  }

  /// The number of an object that is new; nil when there is one of its name.
  private mutating func add(_ new: Object) -> Int? {
    let name = new.name
    let number = freeNumbers.last ?? objects.count
    // One search finds out and puts it there.
    if let known = numbers.updateValue(number, forKey: name) {
      numbers[name] = known
      return nil
    }
    if freeNumbers.popLast() == nil { objects.append(nil) }
    objects[number] = Shared(new)
    return number
  }

  /// Lets the numbers of removed objects be used again.
  mutating func freeLeavingNumbers() {
    guard !leavingNumbers.isEmpty else { return }
    freeNumbers += leavingNumbers
    leavingNumbers = []
  }
}

/// A text that is equal for equal values and does not depend on the order in which a hash table
/// gives its elements.
///
/// Only used to choose between two objects of one name, so that the choice does not depend on which
/// came first.
private func canonicalText(of value: Any) -> String {
  let mirror = Mirror(reflecting: value)
  guard !mirror.children.isEmpty else { return String(reflecting: value) }
  var parts = mirror.children.map { "\($0.label ?? ""):\(canonicalText(of: $0.value))" }
  if mirror.displayStyle == .dictionary || mirror.displayStyle == .set { parts.sort() }
  return "(\(parts.joined(separator: ",")))"
}
