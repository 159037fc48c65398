import Testing

@testable import causeway

@Suite("HOST:PORT")
struct HostAndPortTests {
  @Test(
    "Names and addresses are read, and written as they were",
    arguments: [
      "127.0.0.1:15010", "[::1]:0", "localhost:65535", "a-b.example:1", "[fd00::2]:15010",
    ])
  func readAndWritten(_ text: String) throws {
    #expect(try HostAndPort(parsing: text).description == text)
  }

  @Test(
    "Anything else is refused",
    arguments: [
      "", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1",
      "127.0.0.1:x", ":15010", "::1:15010", "[127.0.0.1]:1", "[]:1", "256.0.0.1:1", "-a:1",
      "a..b:1", "a b:1", "10.0.0:1",
    ])
  func refused(_ text: String) {
    #expect(throws: UsageError.self) { try HostAndPort(parsing: text) }
  }
}
