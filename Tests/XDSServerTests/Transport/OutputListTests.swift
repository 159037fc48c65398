import Glibc
import Testing

@testable import XDSServer

/// The list of bytes on their way to a socket, and the cursor that fills it.
struct OutputListTests {
  /// The first bytes of the list, as one system call would write them.
  private func firstRun(_ list: OutputList) -> [UInt8] {
    guard !list.isEmpty else { return [] }
    return list.withVectors { vectors in
      vectors.flatMap { Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len)) }
    }
  }

  /// All bytes, written in pieces of random sizes.
  private func drain(_ list: OutputList, _ random: inout SeededGenerator) -> [UInt8] {
    var list = list
    var bytes: [UInt8] = []
    while !list.isEmpty {
      if Int.random(in: 0..<10, using: &random) == 0 { list = list.detached() }
      let run = firstRun(list)
      let count = Int.random(in: max(1, run.count / 2)...run.count, using: &random)
      bytes += run.prefix(count)
      list.removeFirst(count)
    }
    return bytes
  }

  @Test("Whatever is appended comes out in order, however it is written", arguments: 0..<20)
  func order(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var list = OutputList()
    var expected: [UInt8] = []
    for _ in 0..<Int.random(in: 1...(seed % 2 == 0 ? 400 : 40), using: &random) {
      let bytes = random.bytes(.random(in: 0...(seed % 2 == 0 ? 40 : 5000), using: &random))
      if Bool.random(using: &random) {
        list.append(copying: bytes)
        expected += bytes
      } else {
        let start = Int.random(in: 0...bytes.count, using: &random)
        list.append(SharedBytes(bytes), start..<bytes.count)
        expected += bytes[start...]
      }
    }
    #expect(list.byteCount == expected.count)
    #expect(drain(list, &random) == expected)
  }

  @Test("A connection's list keeps no memory once it is empty, a loop's does")
  func memory() {
    let bytes = [UInt8](repeating: 1, count: 10_000)
    var loops = OutputList(bytesKept: 1 << 20)
    loops.append(copying: bytes)
    var connections = loops.detached()
    loops.removeFirst(bytes.count)
    connections.removeFirst(bytes.count)
    #expect(loops.copiedCapacity >= bytes.count)
    #expect(connections.copiedCapacity == 0)
  }

  @Test("Few shared bytes are copied together, many stay where they are")
  func sharing() {
    let few = SharedBytes(Array(repeating: 1, count: OutputList.copiedBytesMax))
    let many = SharedBytes(Array(repeating: 2, count: OutputList.copiedBytesMax + 1))
    var list = OutputList()
    list.append(copying: [0])
    list.append(few, 0..<few.count)
    list.append(many, 0..<many.count)
    let starts = list.withVectors { $0.map(\.iov_base) }
    #expect(starts.count == 2)
    many.bytes.withUnsafeBytes {
      #expect(starts.last == UnsafeMutableRawPointer(mutating: $0.baseAddress))
    }
  }

  @Test("A message is taken in pieces of any size", arguments: 0..<50)
  func cursor(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let header = random.bytes(.random(in: 0...20, using: &random))
    let body = (0..<Int.random(in: 0...8, using: &random)).map { _ in
      SharedBytes(random.bytes(.random(in: 0...4000, using: &random)))
    }
    let message = OutgoingMessage(header: header, body: body)
    var cursor = MessageCursor(message)
    var list = OutputList()
    while cursor.remaining > 0 {
      cursor.take(.random(in: 1...min(3000, cursor.remaining), using: &random), into: &list)
    }
    let expected = ClientSession.framed(header + body.flatMap(\.bytes))
    #expect(drain(list, &random) == expected)
  }
}
