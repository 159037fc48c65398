import Testing

@testable import XDSServer

/// gRPC's length-prefixed messages, cut out of DATA of any sizes.
struct MessageDecoderTests {
  static let bytesMax = 1000

  /// What the decoder delivers when it is given those chunks.
  private func decode(_ chunks: [[UInt8]]) throws(MessageDecoder.Problem) -> [[UInt8]] {
    var decoder = MessageDecoder()
    let memory = MessageMemory()
    var messages: [[UInt8]] = []
    for chunk in chunks {
      try decoder.receive(chunk.span.bytes, bytesMax: Self.bytesMax, in: memory) { message in
        messages.append(message.withUnsafeBytes { Array($0) })
        return true
      }
    }
    return messages
  }

  @Test("What is one message from beginning to end is told from everything else")
  func onlyMessage() {
    func message(in bytes: [UInt8]) -> [UInt8]? {
      MessageDecoder.onlyMessage(in: bytes.span.bytes, bytesMax: Self.bytesMax)?
        .withUnsafeBytes { Array($0) }
    }
    for count in [0, 1, 3, Self.bytesMax] {
      let content = Array(repeating: UInt8(7), count: count)
      let framed = ClientSession.framed(content)
      #expect(message(in: framed) == content)
      #expect(message(in: Array(framed.dropLast())) == nil)
      #expect(message(in: framed + [0]) == nil)
      #expect(message(in: framed + framed) == nil)
      #expect(message(in: [1] + framed.dropFirst()) == nil)
    }
    #expect(message(in: ClientSession.framed(Array(repeating: 7, count: 1001))) == nil)
    #expect(message(in: []) == nil)
  }

  @Test("Messages split at any byte arrive whole", arguments: 1...23)
  func splitEverywhere(position: Int) throws {
    let messages: [[UInt8]] = [[1, 2, 3], [], [4], [5, 6]]
    let bytes = messages.flatMap { ClientSession.framed($0) }
    #expect(bytes.count == 26)
    let chunks = [Array(bytes[..<position]), Array(bytes[position...])]
    #expect(try decode(chunks) == messages)
  }

  @Test("Messages that come byte by byte arrive whole")
  func byteByByte() throws {
    let messages: [[UInt8]] = [Array(repeating: 7, count: 300), [], [1], []]
    let bytes = messages.flatMap { ClientSession.framed($0) }
    #expect(try decode(bytes.map { [$0] }) == messages)
  }

  @Test("Random messages in random chunks arrive whole", arguments: 0..<50)
  func randomChunks(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let messages = (0..<20).map { _ in
      random.bytes(Bool.random(using: &random) ? .random(in: 0...9, using: &random) : 700)
    }
    var rest = messages.flatMap { ClientSession.framed($0) }[...]
    var chunks: [[UInt8]] = []
    while !rest.isEmpty {
      let chunk = rest.prefix(.random(in: 1...500, using: &random))
      chunks.append(Array(chunk))
      rest = rest.dropFirst(chunk.count)
    }
    #expect(try decode(chunks) == messages)
  }

  @Test("A message that lies in one chunk is delivered from where it is")
  func notCopied() throws {
    let chunk = ClientSession.framed([1, 2, 3]) + ClientSession.framed([4])
    var decoder = MessageDecoder()
    var offsets: [Int] = []
    try chunk.withUnsafeBytes { bytes in
      let start = try #require(bytes.baseAddress)
      try decoder.receive(
        RawSpan(_unsafeBytes: bytes), bytesMax: Self.bytesMax, in: MessageMemory()
      ) { message in
        message.withUnsafeBytes { offsets.append(($0.baseAddress ?? start) - start) }
        return true
      }
    }
    #expect(offsets == [5, 13])
    #expect(decoder.bufferedByteCount == 0)
  }

  @Test("A compressed message, a reserved flag and a message that is too long are problems")
  func problems() {
    #expect(throws: MessageDecoder.Problem.compressed) {
      try decode([ClientSession.framed([1], flag: 1)])
    }
    #expect(throws: MessageDecoder.Problem.reservedFlag(2)) {
      try decode([ClientSession.framed([1], flag: 2)])
    }
    #expect(throws: MessageDecoder.Problem.tooLong(byteCount: 1001)) {
      try decode([[0, 0, 0, 3], [0xE9]])
    }
    #expect(throws: Never.self) { try decode([[0, 0, 0, 3, 0xE8]]) }
  }

  @Test("A prefix that announces much takes no memory before it comes")
  func memory() throws {
    var decoder = MessageDecoder()
    let prefix: [UInt8] = [0, 0, 0xFF, 0xFF, 0xFF]
    try decoder.receive(prefix.span.bytes, bytesMax: 16 << 20, in: MessageMemory()) { _ in true }
    #expect(decoder.bufferedByteCount == 5)
  }

  /// Where the content of a message is put together that comes in two pieces.
  private func place(
    _ message: [UInt8], first count: Int, in memory: MessageMemory
  ) throws -> Int {
    var decoder = MessageDecoder()
    var place = 0
    let bytes = ClientSession.framed(message)
    for chunk in [Array(bytes[..<count]), Array(bytes[count...])] {
      try decoder.receive(chunk.span.bytes, bytesMax: 1 << 20, in: memory) { content in
        place = content.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
        return true
      }
    }
    return place
  }

  @Test("Messages that come one after the other are put together in one place")
  func memoryIsLent() throws {
    let memory = MessageMemory()
    let message = [UInt8](repeating: 1, count: 54_000)
    let first = try place(message, first: 16_000, in: memory)
    // What was given back to the C library instead would be theirs now.
    var others: [[UInt8]] = []
    for _ in 0..<10 {
      others.append([UInt8](repeating: 2, count: 54_005))
      #expect(try place(message, first: 16_000, in: memory) == first)
    }
    #expect(others.count == 10)
  }

  @Test("Who sends little does not get hold of much memory, and large memory is not kept")
  func memoryIsBounded() {
    let memory = MessageMemory()
    var lent = memory.take(54_000)
    lent.append(1)
    memory.give(&lent)
    #expect(memory.take(100).capacity < 1000)
    let again = memory.take(30_000)
    #expect(again.isEmpty && again.capacity >= 54_000)
    #expect(memory.take(30_000).capacity < 54_000)
    var large = [UInt8](repeating: 1, count: 2 * MessageMemory.byteCountMax)
    memory.give(&large)
    #expect(memory.take(MessageMemory.byteCountMax).capacity < 2 * MessageMemory.byteCountMax)
  }

  @Test("After the receiver has had enough, nothing more is delivered")
  func stops() throws {
    var decoder = MessageDecoder()
    var count = 0
    let bytes = ClientSession.framed([1]) + ClientSession.framed([2])
    try decoder.receive(bytes.span.bytes, bytesMax: 10, in: MessageMemory()) { _ in
      count += 1
      return false
    }
    #expect(count == 1)
  }
}
