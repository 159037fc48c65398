internal import FoundationEssentials
internal import MeshModel
public import XDSServer

/// The addresses that clients connect from: each has as many ports as the system gives.
public enum SourceAddresses {
  /// How many connections to one server one address is used for; the system's range of ports, less
  /// what others may use.
  static var perAddress: Int {
    let path = "/proc/sys/net/ipv4/ip_local_port_range"
    let text = FileManager.default.contents(atPath: path).map {
      String(decoding: $0, as: UTF8.self)
    }
    let ends = (text ?? "").split { $0 == "\t" || $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    guard ends.count == 2, ends[1] > ends[0] else { return 20_000 }
    return (ends[1] - ends[0]) * 3 / 4
  }

  /// How many addresses so many clients need.
  public static func count(for clients: Int) -> Int { (clients + perAddress - 1) / perAddress }

  /// The addresses for so many clients of a server on this machine: those of 127.0.0.0/8, all of
  /// which Linux has without being told; none when one address is enough, or the server is
  /// elsewhere.
  public static func loopback(for clients: Int, target: SocketAddress) -> [SocketAddress] {
    let needed = count(for: clients)
    guard needed > 1, target.ip.isLoopback, target.ip.family == .v4 else { return [] }
    return (0..<needed).map { SocketAddress(ip: IPAddress(v4: 0x7F00_0001 + UInt32($0)), port: 0) }
  }
}
