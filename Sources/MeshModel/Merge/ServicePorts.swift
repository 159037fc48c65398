/// The ports of one host in one namespace, and which port of each ServiceEntry is which of them
/// (docs/MERGING.md, rules 11 and 12).
struct ServicePorts {
  /// A port of a ServiceEntry, and the number of the service's port that it stands for.
  struct Match {
    var port: ServiceEntry.Port
    var number: UInt16
  }

  /// The ports by number.
  private(set) var byNumber: [UInt16: ServicePort] = [:]
  /// The Service's TCP ports, each number once.
  private(set) var ofService: [Service.Port] = []
  /// For each ServiceEntry, in order, its TCP ports.
  private(set) var ofEntries: [[Match]] = []

  /// What a port's own object says of its protocol; nil when it says nothing.
  private var saidProtocols: [UInt16: AppProtocol] = [:]

  /// The ports of the objects of one declaration.
  init(_ declaration: HostDeclaration, problems: inout ProblemList) {
    if let service = declaration.service { add(service, &problems) }
    for entry in declaration.entries { add(entry, &problems) }
  }

  /// The ports, by number.
  var ordered: [ServicePort] { byNumber.values.sorted { $0.number < $1.number } }

  private mutating func add(_ service: Service, _ problems: inout ProblemList) {
    for (index, port) in service.ports.enumerated() where port.transport == .tcp {
      guard byNumber[port.number] == nil else {
        problems.report(
          service.reference(.service), "spec.ports[\(index)].port",
          "Port \(port.number) is given twice and its first mention counts; remove the other.")
        continue
      }
      ofService.append(port)
      insert(port.number, name: port.name, said: port.saidProtocol)
    }
  }

  private mutating func insert(_ number: UInt16, name: String, said: AppProtocol?) {
    byNumber[number] = ServicePort(number: number, name: name, appProtocol: said ?? .tcp)
    saidProtocols[number] = said
  }

  private mutating func add(_ entry: ServiceEntry, _ problems: inout ProblemList) {
    let reference = entry.reference(.serviceEntry)
    var matches: [Match] = []
    var taken: Set<UInt16> = []
    for (index, port) in entry.ports.enumerated() where port.isTCP {
      guard taken.insert(port.number).inserted else {
        problems.report(
          reference, "spec.ports[\(index)].number",
          "Port \(port.number) is given twice and its first mention counts; remove the other.")
        continue
      }
      reportNameAgainstProtocol(of: port, index, reference, &problems)
      matches.append(Match(port: port, number: port.number))
    }
    for index in matches.indices where byNumber[matches[index].number] == nil {
      let port = matches[index].port
      guard let namesake = ofService.first(where: { $0.name == port.name && !port.name.isEmpty }),
        taken.insert(namesake.number).inserted
      else {
        insert(port.number, name: port.name, said: port.saidProtocol)
        continue
      }
      matches[index].number = namesake.number
    }
    for match in matches { adopt(match, of: entry, &problems) }
    ofEntries.append(matches)
  }

  /// Compares a ServiceEntry's port with the service's that it stands for, which may have said
  /// less.
  private mutating func adopt(
    _ match: Match, of entry: ServiceEntry, _ problems: inout ProblemList
  ) {
    guard let known = byNumber[match.number] else { return }
    let reference = entry.reference(.serviceEntry)
    // The index is looked for only here, where a sentence is going to be written.
    var field: String {
      let index = entry.ports.firstIndex(of: match.port) ?? 0
      return "spec.ports[\(index)]"
    }
    if match.port.number != match.number {
      problems.report(
        reference, "\(field).number",
        "Port \(match.port.number) has the name `\(match.port.name)` of the Service's port "
          + "\(match.number) and is taken for it; give it that number.")
    }
    if match.port.name != known.name, !match.port.name.isEmpty, !known.name.isEmpty {
      problems.report(
        reference, "\(field).name",
        "Port \(match.number) of the service is already called `\(known.name)`, and that name "
          + "counts; call it the same here.")
    }
    guard let said = match.port.saidProtocol else { return }
    guard let first = saidProtocols[match.number] else {
      byNumber[match.number]?.appProtocol = said
      saidProtocols[match.number] = said
      return
    }
    if !said.isAlike(first) {
      problems.report(
        reference, "\(field).protocol",
        "Port \(match.number) of the service already speaks `\(first.rawValue)`, and that counts, "
          + "not `\(said.rawValue)`; say the same here.")
    }
  }

  private func reportNameAgainstProtocol(
    of port: ServiceEntry.Port, _ index: Int, _ reference: ObjectReference,
    _ problems: inout ProblemList
  ) {
    guard let named = AppProtocol(portName: port.name),
      let said = AppProtocol(protocolName: port.protocolName), !named.isAlike(said)
    else { return }
    problems.report(
      reference, "spec.ports[\(index)].protocol",
      "The port's name `\(port.name)` stands for \(named.rawValue), and a name counts before "
        + "`protocol: \(port.protocolName)`; rename the port or change its protocol.")
  }
}
