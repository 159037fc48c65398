internal import CLinux
internal import Glibc

public import struct MeshModel.IPAddress

/// An IP address and a port.
public struct SocketAddress: Hashable, Sendable {
  /// The address.
  public var ip: IPAddress
  /// The port; 0 where the system shall choose one.
  public var port: UInt16

  /// An address.
  public init(ip: IPAddress, port: UInt16) {
    self.ip = ip
    self.port = port
  }

  /// Any free port of 127.0.0.1.
  public static let anyLoopbackPort = SocketAddress(ip: IPAddress(v4: 0x7F00_0001), port: 0)
}

extension SocketAddress: CustomStringConvertible {
  /// `10.0.0.1:80`, `[2001:db8::1]:80`.
  public var description: String { ip.family == .v4 ? "\(ip):\(port)" : "[\(ip)]:\(port)" }
}

extension SocketAddress {
  /// Calls `body` with the address as the system's calls want it.
  func withSystemAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    switch ip.family {
    case .v4:
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(truncatingIfNeeded: ip.low).bigEndian
      return unsafe withUnsafePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    case .v6:
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      unsafe withUnsafeMutableBytes(of: &address.sin6_addr) {
        unsafe $0.storeBytes(of: ip.high.bigEndian, toByteOffset: 0, as: UInt64.self)
        unsafe $0.storeBytes(of: ip.low.bigEndian, toByteOffset: 8, as: UInt64.self)
      }
      return unsafe withUnsafePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
        }
      }
    }
  }

  /// The address that the system wrote; nil for families other than IPv4 and IPv6.
  init?(_ storage: sockaddr_storage) {
    var storage = storage
    switch Int32(storage.ss_family) {
    case AF_INET:
      let address = unsafe withUnsafeBytes(of: &storage) { unsafe $0.load(as: sockaddr_in.self) }
      self.init(
        ip: IPAddress(v4: UInt32(bigEndian: address.sin_addr.s_addr)),
        port: UInt16(bigEndian: address.sin_port))
    case AF_INET6:
      var address = unsafe withUnsafeBytes(of: &storage) { unsafe $0.load(as: sockaddr_in6.self) }
      let halves = unsafe withUnsafeBytes(of: &address.sin6_addr) {
        unsafe (
          UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
          UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
      }
      // What comes over IPv4 to a socket that listens on [::] is written ::ffff:10.0.0.1 (RFC 4291
      // §2.5.5.2).
      let isMapped = halves.0 == 0 && halves.1 >> 32 == 0xFFFF
      self.init(
        ip: isMapped
          ? IPAddress(v4: UInt32(truncatingIfNeeded: halves.1))
          : IPAddress(v6: halves.0, halves.1),
        port: UInt16(bigEndian: address.sin6_port))
    default: return nil
    }
  }
}

// Without the types of C, which a module cannot name to another: Glibc and CLinux both have them.
extension SocketAddress {
  /// The address as the system's calls want it, byte for byte.
  package var systemBytes: [UInt8] {
    unsafe withSystemAddress { address, length in
      unsafe Array(UnsafeRawBufferPointer(start: address, count: Int(length)))
    }
  }

  /// The address that the system wrote; nil for families other than IPv4 and IPv6.
  package init?(systemBytes bytes: [UInt8]) {
    var storage = sockaddr_storage()
    unsafe withUnsafeMutableBytes(of: &storage) { buffer in
      unsafe buffer.copyBytes(from: bytes.prefix(buffer.count))
    }
    self.init(storage)
  }
}
