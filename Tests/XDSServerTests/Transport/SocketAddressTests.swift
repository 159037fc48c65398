import Glibc
import MeshModel
import Testing

@testable import XDSServer

/// Addresses on their way to the system and back.
struct SocketAddressTests {
  static let addresses = [
    (SocketAddress(ip: IPAddress(v4: 0x0A01_0203), port: 15010), "10.1.2.3:15010"),
    (SocketAddress(ip: IPAddress(v6: 0x2001_0DB8_0000_0000, 1), port: 80), "[2001:db8::1]:80"),
  ]

  @Test("An address is written as people write it", arguments: addresses)
  func text(address: SocketAddress, text: String) {
    #expect(address.description == text)
  }

  @Test("What the system is given comes back the same", arguments: addresses)
  func roundTrip(address: SocketAddress, text: String) {
    #expect(SocketAddress(Self.storage(address)) == address)
  }

  @Test("A client that came over IPv4 to an IPv6 socket has its IPv4 address")
  func mapped() {
    let mapped = SocketAddress(ip: IPAddress(v6: 0, 0xFFFF_0A01_0203), port: 9)
    #expect(
      SocketAddress(Self.storage(mapped))
        == SocketAddress(ip: IPAddress(v4: 0x0A01_0203), port: 9))
  }

  @Test("An address of another family is no address")
  func otherFamily() {
    var storage = sockaddr_storage()
    storage.ss_family = sa_family_t(AF_UNIX)
    #expect(SocketAddress(storage) == nil)
  }

  private static func storage(_ address: SocketAddress) -> sockaddr_storage {
    var storage = sockaddr_storage()
    address.withSystemAddress { source, length in
      withUnsafeMutableBytes(of: &storage) {
        $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: Int(length)))
      }
    }
    return storage
  }
}
