import MeshModel
import Testing

@Suite("IP addresses")
struct IPAddressTests {
  @Test(
    "An address is printed in its canonical spelling",
    arguments: [
      ("0.0.0.0", "0.0.0.0"), ("10.0.28.196", "10.0.28.196"),
      ("255.255.255.255", "255.255.255.255"),
      ("::", "::"), ("::1", "::1"), ("1::", "1::"),
      ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      ("2001:0db8:0000:0000:0000:ff00:0042:8329", "2001:db8::ff00:42:8329"),
      ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
      ("0:0:1:0:0:0:0:0", "0:0:1::"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
      ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
      ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
      ("::ffff:10.0.0.1", "::ffff:10.0.0.1"), ("::ffff:a00:1", "::ffff:10.0.0.1"),
      ("::1.2.3.4", "::102:304"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
      ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
    ])
  func canonical(text: String, printed: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == printed)
    #expect(IPAddress(printed) == address)
  }

  @Test(
    "What is not exactly an address is refused",
    arguments: [
      "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "+1.2.3.4", "010.1.1.1",
      "1.2.3.04", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "0x1.2.3.4",
      "1.2.3.99999999999999999999", "a.b.c.d", "１.2.3.4",
      ":", ":::", "1:", ":1", "1:2", "1::2::3", "::1::", "12345::", "g::", "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "1::2:3:4:5:6:7:8", "fe80::1%eth0", "[::1]",
      "::1/128", "1.2.3.4::", "::1.2.3", "::1.2.3.4:5", "1.2.3.4:5::", ":1.2.3.4",
      "::ffff:01.2.3.4",
      "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5::6:7:1.2.3.4", ":::1.2.3.4", "localhost",
    ])
  func refused(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test("A long text is refused without reading all of it")
  func long() {
    #expect(IPAddress(String(repeating: "1", count: 1_000_000)) == nil)
    #expect(IPAddress(String(repeating: ":", count: 1_000_000)) == nil)
  }

  @Test("Addresses are ordered by family, then as numbers")
  func order() {
    let ordered = ["9.0.0.1", "10.0.0.1", "10.0.0.2", "127.0.0.1", "::", "::1", "9::", "10::"]
    let addresses = ordered.compactMap { IPAddress($0) }
    #expect(addresses.count == ordered.count)
    #expect(addresses.shuffled().sorted().map(\.description) == ordered)
  }

  @Test("Every address reads back from what it prints")
  func roundTrip() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let v4 = IPAddress(v4: UInt32.random(in: .min ... .max, using: &generator))
      #expect(IPAddress(v4.description) == v4)
      // Sparse bits, so that runs of zero groups of every length come up.
      let mask = UInt64.random(in: .min ... .max) & UInt64.random(in: .min ... .max)
      let groups = [0xFFFF, 0xFFFF_0000, 0xFFFF_0000_0000_0000, UInt64.max, 0]
      let v6 = IPAddress(
        v6: mask & (groups.randomElement() ?? 0),
        UInt64.random(in: .min ... .max) & (groups.randomElement() ?? 0))
      #expect(IPAddress(v6.description) == v6)
    }
  }

  @Test("Special addresses are recognised")
  func special() {
    #expect(IPAddress("0.0.0.0")?.isUnspecified == true)
    #expect(IPAddress("::")?.isUnspecified == true)
    #expect(IPAddress("0.0.0.1")?.isUnspecified == false)
    #expect(IPAddress("127.8.9.1")?.isLoopback == true)
    #expect(IPAddress("128.0.0.1")?.isLoopback == false)
    #expect(IPAddress("::1")?.isLoopback == true)
    #expect(IPAddress("::ffff:127.0.0.1")?.isLoopback == true)
    #expect(IPAddress("::ffff:10.0.0.1")?.isLoopback == false)
    #expect(IPAddress("::7f00:1")?.isLoopback == false)
  }
}

@Suite("Address blocks")
struct AddressBlockTests {
  @Test(
    "A block holds the addresses that share its prefix",
    arguments: [
      ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.0", false),
      ("10.1.2.3/8", "10.9.9.9", true), ("0.0.0.0/0", "255.1.2.3", true),
      ("0.0.0.0/0", "::", false), ("10.0.0.1/32", "10.0.0.1", true),
      ("10.0.0.1/32", "10.0.0.2", false), ("240.240.0.0/16", "240.240.7.7", true),
      ("::/0", "2001:db8::1", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
      ("2001:db8::/32", "2001:db9::", false), ("2001:db8::/64", "2001:db8::ffff:1", true),
      ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("2001:db8::/65", "2001:db8::1", true),
      ("::1/128", "::1", true), ("::1/128", "::2", false),
    ])
  func contains(block: String, address: String, expected: Bool) throws {
    let block = try #require(AddressBlock(block))
    #expect(block.contains(try #require(IPAddress(address))) == expected)
  }

  @Test("Bits beyond the prefix are cleared")
  func masked() {
    #expect(AddressBlock("10.1.2.3/8")?.description == "10.0.0.0/8")
    #expect(AddressBlock("10.1.2.3/0")?.description == "0.0.0.0/0")
    #expect(AddressBlock("2001:db8::1/126")?.description == "2001:db8::/126")
    #expect(AddressBlock("10.1.2.3/32")?.isSingleAddress == true)
    #expect(AddressBlock("::1/127")?.isSingleAddress == false)
  }

  @Test(
    "What is not a block is refused",
    arguments: [
      "", "/", "/8", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
      "10.0.0.0/8/8", "10.0.0.0/8 ", "10.0.0/8", "::/129", "::/0x10", "10.0.0.0/99999999999",
    ])
  func refused(text: String) {
    #expect(AddressBlock(text) == nil)
  }

  @Test("Blocks are ordered by first address, wider first")
  func order() {
    let ordered = ["10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16", "::/0"]
    #expect(
      ordered.compactMap { AddressBlock($0) }.reversed().sorted().map(\.description) == ordered)
  }
}
