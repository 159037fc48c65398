/// The bytes of a fuzzer, taken from the front: each decides something.
struct FuzzInput {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isEmpty: Bool { rest.isEmpty }

  /// The next byte; 0 at the end.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// A number below `bound`, which is at most 256.
  mutating func number(below bound: Int) -> Int { Int(byte()) % bound }

  /// As many bytes as the next two say, or as there are.
  mutating func bytes() -> [UInt8] {
    let count = Int(byte()) << 8 | Int(byte())
    return take(count)
  }

  /// So many bytes, or as many as there are.
  mutating func take(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// Some of those.
  mutating func some<Element>(of all: [Element]) -> [Element] {
    let bits = byte()
    return all.enumerated().filter { bits >> ($0.offset % 8) & 1 == 1 }.map(\.element)
  }
}
