import CLinux
import Glibc

@testable import XDSServer

extension OutputList {
  /// Takes the first bytes off, at most so many.
  mutating func take(_ count: Int = .max) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count, !isEmpty {
      let run = withVectors { vectors in
        vectors.flatMap {
          Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len))
        }
      }.prefix(count - bytes.count)
      bytes += run
      removeFirst(run.count)
    }
    return bytes
  }
}
