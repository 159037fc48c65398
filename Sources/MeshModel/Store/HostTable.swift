/// Which objects declare which host in which namespace (docs/MERGING.md, rule 2), with a number for
/// each that it keeps as long as it is declared.
struct HostTable: Sendable {
  private struct Declarers {
    var name: ServiceName
    var services: [Int] = []
    var entries: [Int] = []

    var isEmpty: Bool { services.isEmpty && entries.isEmpty }
  }

  private var numbers: [ServiceName: Int] = [:]
  private var declarers: [Declarers?] = []
  private var freeNumbers: [Int] = []

  /// The number of a host; nil when nothing declares it.
  func number(of name: ServiceName) -> Int? { numbers[name] }

  /// The Service of that number declares the host.
  mutating func declare(_ name: ServiceName, byService service: Int) -> Int {
    let number = number(for: name)
    declarers[number]?.services.append(service)
    return number
  }

  /// The ServiceEntry of that number declares the host.
  mutating func declare(_ name: ServiceName, byEntry entry: Int) -> Int {
    let number = number(for: name)
    declarers[number]?.entries.append(entry)
    return number
  }

  /// The Service of that number declares the host no longer.
  mutating func withdraw(_ name: ServiceName, byService service: Int) -> Int? {
    guard let number = numbers[name] else { return nil }
    declarers[number]?.services.removeAll { $0 == service }
    return number
  }

  /// The ServiceEntry of that number declares the host no longer.
  mutating func withdraw(_ name: ServiceName, byEntry entry: Int) -> Int? {
    guard let number = numbers[name] else { return nil }
    declarers[number]?.entries.removeAll { $0 == entry }
    return number
  }

  /// What declares the host of that number; nil when nothing does any more.
  func declaration(
    _ number: Int, services: ObjectTable<Service>, entries: ObjectTable<ServiceEntry>
  ) -> HostDeclaration? {
    guard let declarers = declarers[number], !declarers.isEmpty else { return nil }
    return HostDeclaration(
      host: declarers.name.host, namespace: declarers.name.namespace,
      // Names that differ in capitals only have one host.
      service: services.ordered(declarers.services).last.map { services[$0] },
      entries: entries.ordered(declarers.entries).map { entries[$0] })
  }

  /// Lets the number of a host that nothing declares any more be used again.
  mutating func free(_ number: Int) {
    guard let name = declarers[number]?.name else { return }
    numbers[name] = nil
    declarers[number] = nil
    freeNumbers.append(number)
  }

  private mutating func number(for name: ServiceName) -> Int {
    if let number = numbers[name] { return number }
    let number = freeNumbers.popLast() ?? declarers.count
    if number == declarers.count {
      declarers.append(Declarers(name: name))
    } else {
      declarers[number] = Declarers(name: name)
    }
    numbers[name] = number
    return number
  }
}
