internal import CLinux
internal import Glibc

/// Bytes on their way to a socket, in order: some copied into the list, some shared and left where
/// they are.
///
/// A loop has one that every connection's output passes through; a connection has another for what
/// the socket did not take.
struct OutputList {
  /// A run of bytes.
  private struct Segment {
    /// Where the bytes are; nil for the list's own.
    var shared: SharedBytes?
    /// Which of them.
    var range: Range<Int>
  }

  /// Shorter runs of shared bytes are copied: that costs less than an element of `iovec`.
  static let copiedBytesMax = 2048
  /// The elements of `iovec` that one system call is given.
  private static let vectorsMax = 128
  /// The number of bytes to write.
  private(set) var byteCount = 0
  /// The memory that an empty list keeps for the next time.
  private let bytesKept: Int
  private var segments: [Segment] = []
  /// The first segment that is not written yet.
  private var head = 0
  /// The list's own memory.
  ///
  /// Filled from the front rather than appended to: a push has three pieces for it, and to append
  /// to an array takes more than to copy them.
  private var copied: [UInt8] = []
  /// How much of it is used.
  private var copiedByteCount = 0

  var isEmpty: Bool { byteCount == 0 }
  /// The memory for copied bytes that the list has, used or not.
  var copiedCapacity: Int { copied.count }

  /// An empty list.
  ///
  /// What a loop has one of may keep memory for the next time; what every connection has must not:
  /// ten thousand of them are all behind once, after every start, and then none of them is.
  init(bytesKept: Int = 0) { self.bytesKept = bytesKept }

  /// Appends a copy of bytes.
  mutating func append(copying bytes: [UInt8]) { append(copying: bytes, bytes.indices) }

  /// Appends a copy of some of the bytes.
  mutating func append(copying bytes: [UInt8], _ range: Range<Int>) {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe append(copying: UnsafeBufferPointer(rebasing: bytes[range]))
    }
  }

  /// Appends a copy of bytes.
  mutating func append(copying bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    let start = copiedByteCount
    let end = start + bytes.count
    if end > copied.count { growCopied(to: end) }
    unsafe copied.withUnsafeMutableBufferPointer { copied in
      // As much is there.
      unsafe copied.baseAddress?.advanced(by: start).update(from: source, count: bytes.count)
    }
    copiedByteCount = end
    byteCount += bytes.count
    if let last = segments.indices.last, segments[last].shared == nil {
      segments[last].range = segments[last].range.lowerBound..<end
    } else {
      segments.append(Segment(shared: nil, range: start..<end))
    }
  }

  private mutating func growCopied(to byteCount: Int) {
    let grown = max(byteCount, copied.count * 2)
    copied.reserveCapacity(grown)
    copied += repeatElement(0, count: grown - copied.count)
  }

  /// Appends the header of a frame.
  mutating func append(_ header: FrameHeader) {
    let bytes = header.bytes
    unsafe bytes.span.withUnsafeBufferPointer { unsafe append(copying: $0) }
  }

  /// Appends bytes that stay where they are, or a copy of them if they are few.
  mutating func append(_ shared: SharedBytes, _ range: Range<Int>) {
    guard range.count > Self.copiedBytesMax else {
      append(copying: shared.bytes, range)
      return
    }
    byteCount += range.count
    segments.append(Segment(shared: shared, range: range))
  }

  /// Takes `count` bytes off the front.
  ///
  /// - Precondition: there are as many.
  mutating func removeFirst(_ count: Int) {
    precondition(count <= byteCount, "more bytes were written than there were")
    // Mostly.
    if count == byteCount { return removeAll() }
    var left = count
    byteCount -= count
    while left > 0 {
      let segment = segments[head]
      guard segment.range.count <= left else {
        segments[head].range = segment.range.lowerBound + left..<segment.range.upperBound
        break
      }
      left -= segment.range.count
      segments[head].shared = nil
      head += 1
    }
  }

  /// Empties the list.
  mutating func removeAll() {
    segments.empty(keepingCapacityUpTo: bytesKept > 0 ? 1024 : 0)
    if copied.count > bytesKept { copied = [] }
    copiedByteCount = 0
    head = 0
    byteCount = 0
  }

  /// A list of its own with what is left in this one, for a connection whose socket is full.
  func detached() -> OutputList {
    var rest = OutputList()
    rest.append(self)
    return rest
  }

  /// Appends what is left in another list.
  mutating func append(_ other: OutputList) {
    for segment in other.segments[other.head...] {
      if let shared = segment.shared {
        append(shared, segment.range)
      } else {
        append(copying: other.copied, segment.range)
      }
    }
  }

  /// Calls `body` with the first bytes in one piece, as many as fit into `gathered`: from where
  /// they are if they are together, else copied there.
  ///
  /// - Precondition: the list is not empty.
  func withFirstBytes<R>(
    gatheredIn gathered: UnsafeMutableRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R
  ) -> R {
    unsafe withVectors { vectors in
      let wanted = min(byteCount, gathered.count)
      if unsafe vectors[0].iov_len >= wanted {
        return unsafe body(UnsafeRawBufferPointer(start: vectors[0].iov_base, count: wanted))
      }
      var count = 0
      for index in vectors.indices where count < gathered.count {
        let vector = unsafe vectors[index]
        let piece = unsafe UnsafeRawBufferPointer(
          start: vector.iov_base, count: min(vector.iov_len, gathered.count - count))
        unsafe UnsafeMutableRawBufferPointer(rebasing: gathered[count...]).copyMemory(from: piece)
        count += piece.count
      }
      return unsafe body(UnsafeRawBufferPointer(rebasing: gathered[..<count]))
    }
  }

  /// Calls `body` with the places of the first bytes, as many as one system call takes.
  ///
  /// - Precondition: the list is not empty.
  func withVectors<R>(_ body: (UnsafeMutableBufferPointer<iovec>) -> R) -> R {
    let count = min(segments.count - head, Self.vectorsMax)
    return unsafe copied.withUnsafeBytes { copied in
      unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: count) { vectors in
        for index in 0..<count {
          let segment = segments[head + index]
          // The elements of an array stay where they are as long as the array is held and nobody
          // changes it; the segment holds it, and `SharedBytes` is immutable. The system only reads
          // through the pointer.
          let start =
            if let shared = segment.shared {
              unsafe shared.bytes.withUnsafeBytes { $0.baseAddress }
            } else {
              copied.baseAddress
            }
          unsafe vectors.initializeElement(
            at: index,
            to: iovec(
              iov_base: UnsafeMutableRawPointer(mutating: start)?
                .advanced(by: segment.range.lowerBound),
              iov_len: segment.range.count))
        }
        return unsafe body(vectors)
      }
    }
  }
}
