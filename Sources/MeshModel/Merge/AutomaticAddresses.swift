/// Gives a virtual IP out of 240.240.0.0/16 to hosts that have none (docs/MERGING.md, rule 13).
///
/// A pure function of the set of hosts and of the addresses that must be avoided: every replica,
/// and every run, gives the same.
///
/// All hosts take their first choice, then those that went without their second, and so on; of
/// those who want the same the lexically first gets it. So a host never loses its first choice to
/// another's second, and a new host moves none but those it collides with. That is also why most
/// changes concern one host only; where they may not, all addresses are given anew.
struct AutomaticAddresses: Sendable {
  /// How many addresses there are: 240.240.0.1 and those after it.
  ///
  /// A prime, so that a walk with any step comes by all of them. The last of the block, among them
  /// the broadcast address 240.240.255.255, are left alone.
  static let count = 65_521

  /// The addresses given, by host; a host that is not here found none left.
  private(set) var byHost: [String: IPAddress] = [:]

  /// How many services want an address, by host.
  private var wishes: [String: Int] = [:]
  /// How many objects give each address, by its number.
  private var avoided: [Int: Int] = [:]
  /// By number, whether an address is given or avoided; empty as long as nothing is asked.
  private var isTaken: [Bool] = []
  /// The numbers that some host tried and did not get.
  private var contested: Set<Int> = []
  private var changed: Set<String> = []
  private var mustStartOver = false

  /// No hosts, and nothing to avoid.
  init() {}

  /// Gives addresses to `hosts`, none of which is in `avoided`.
  init(hosts: Set<String>, avoiding avoided: Set<IPAddress>) {
    for address in avoided { avoid(address) }
    for host in hosts { want(host) }
    _ = settle()
  }

  /// One more service of `host` wants its address.
  mutating func want(_ host: String) {
    wishes[host, default: 0] += 1
    guard wishes[host] == 1, !mustStartOver else { return }
    let walk = Walk(host: host)
    // What is free was never tried by anybody, so nobody is moved.
    if take(walk.number) {
      byHost[host] = Self.address(walk.number)
      changed.insert(host)
    } else {
      mustStartOver = true
    }
  }

  /// One service less of `host` wants its address.
  mutating func stopWanting(_ host: String) {
    guard let count = wishes[host] else { return }
    wishes[host] = count > 1 ? count - 1 : nil
    guard count == 1, !mustStartOver else { return }
    // Who went without may get what becomes free.
    guard let number = byHost[host].flatMap(Self.number), !contested.contains(number),
      byHost.count == wishes.count + 1
    else {
      mustStartOver = true
      return
    }
    byHost[host] = nil
    isTaken[number] = false
  }

  /// One more object gives `address`.
  mutating func avoid(_ address: IPAddress) {
    guard let number = Self.number(of: address) else { return }
    avoided[number, default: 0] += 1
    if avoided[number] == 1, !mustStartOver, !take(number) { mustStartOver = true }
  }

  /// One object less gives `address`.
  mutating func stopAvoiding(_ address: IPAddress) {
    guard let number = Self.number(of: address), let count = avoided[number] else { return }
    avoided[number] = count > 1 ? count - 1 : nil
    guard count == 1, !mustStartOver else { return }
    if contested.contains(number) || byHost.count < wishes.count {
      mustStartOver = true
    } else {
      isTaken[number] = false
    }
  }

  /// Makes `byHost` right; answers for which hosts it may be another than at the last time.
  mutating func settle() -> Set<String> {
    if mustStartOver { startOver() }
    defer { changed = [] }
    return changed
  }

  private mutating func startOver() {
    let before = byHost
    mustStartOver = false
    byHost = [:]
    contested = []
    isTaken = []
    var free = Self.count
    for number in avoided.keys where take(number) { free -= 1 }
    var waiting = wishes.keys.sorted().map { Walk(host: $0) }
    while !waiting.isEmpty, free > 0 {
      var unlucky: [Walk] = []
      for var walk in waiting {
        if take(walk.number) {
          free -= 1
          byHost[walk.host] = Self.address(walk.number)
        } else {
          contested.insert(walk.number)
          walk.advance()
          unlucky.append(walk)
        }
      }
      waiting = unlucky
    }
    changed.formUnion(wishes.keys.filter { before[$0] != byHost[$0] })
  }

  /// Takes an address; false when it was taken.
  private mutating func take(_ number: Int) -> Bool {
    if isTaken.isEmpty { isTaken = Array(repeating: false, count: Self.count) }
    guard !isTaken[number] else { return false }
    isTaken[number] = true
    return true
  }

  /// 240.240.0.1 for 0, and so on.
  private static func address(_ number: Int) -> IPAddress {
    IPAddress(v4: 0xF0F0_0001 + UInt32(number))
  }

  private static func number(of address: IPAddress) -> Int? {
    guard address.family == .v4, address.low > 0xF0F0_0000 else { return nil }
    let number = address.low - 0xF0F0_0001
    return number < UInt64(count) ? Int(number) : nil
  }

  /// The order in which a host tries the addresses.
  private struct Walk {
    let host: String
    private(set) var number: Int
    private let step: Int

    init(host: String) {
      self.host = host
      let hash = AutomaticAddresses.hash(host)
      let count = UInt64(AutomaticAddresses.count)
      number = Int(hash % count)
      step = 1 + Int(hash / count % (count - 1))
    }

    mutating func advance() { number = (number + step) % AutomaticAddresses.count }
  }

  /// FNV-1a, 64 bits: Swift's own hash differs from one run to the next.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}

extension MeshService {
  /// Whether its clients need an address that no object gives.
  ///
  /// Not when a Service takes part: the cluster's DNS answers for its name, and never with an
  /// automatic address.
  var wantsAutomaticAddress: Bool {
    kubernetesName == nil && addresses.isEmpty && addressBlocks.isEmpty && !host.hasPrefix("*")
      && resolution != .originalDestination
  }

  /// What to say when no address is left for it.
  var problemWithoutAddress: MeshProblem {
    MeshProblem(
      object: origins[0], field: "spec.addresses",
      message: "All \(AutomaticAddresses.count) automatic addresses are in use, and "
        + "\(host) has none; give it one of its own.")
  }
}
