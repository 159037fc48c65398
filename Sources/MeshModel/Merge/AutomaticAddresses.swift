/// Gives a virtual IP out of 240.240.0.0/16 to hosts that have none (docs/MERGING.md, rule 13).
///
/// A pure function of the set of hosts and of the addresses that must be avoided: every replica,
/// and every run, gives the same.
struct AutomaticAddresses {
  /// How many addresses there are: 240.240.0.1 and those after it.
  ///
  /// A prime, so that a walk with any step comes by all of them. The last of the block, among them
  /// the broadcast address 240.240.255.255, are left alone.
  static let count = 65_521

  /// The addresses given, by host; a host that is not here found none left.
  private(set) var byHost: [String: IPAddress] = [:]

  /// Gives addresses to `hosts`, none of which is in `avoided`.
  ///
  /// All hosts take their first choice, then those that went without their second, and so on; of
  /// those who want the same the lexically first gets it. So a host never loses its first choice to
  /// another's second, and a new host moves none but those it collides with.
  init(hosts: Set<String>, avoiding avoided: Set<IPAddress>) {
    var isTaken = Array(repeating: false, count: Self.count)
    var free = Self.count
    for address in avoided {
      guard let number = Self.number(of: address), !isTaken[number] else { continue }
      isTaken[number] = true
      free -= 1
    }
    var waiting = hosts.sorted().map { Walk(host: $0) }
    while !waiting.isEmpty, free > 0 {
      var unlucky: [Walk] = []
      for var walk in waiting {
        if isTaken[walk.number] {
          walk.advance()
          unlucky.append(walk)
        } else {
          isTaken[walk.number] = true
          free -= 1
          byHost[walk.host] = Self.address(walk.number)
        }
      }
      waiting = unlucky
    }
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
