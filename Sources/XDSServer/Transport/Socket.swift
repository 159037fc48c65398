internal import CLinux
internal import Glibc

/// A connected, non-blocking TCP socket.
///
/// Owned by one connection; closed by `close`, exactly once.
package struct Socket {
  /// What a call has done.
  package enum Outcome: Hashable {
    /// So many bytes were moved.
    case bytes(Int)
    /// Nothing, and `epoll` tells when it makes sense to try again.
    case wouldBlock
    /// Reading: the peer sends no more.
    case end
    /// The connection is broken.
    case failed(errno: Int32)
  }

  package let descriptor: Int32

  /// The socket of that descriptor, which is connected or about to be.
  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Reads into `buffer`.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    while true {
      let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(errno: errno)
    }
  }

  /// Writes the first bytes of `list`; it is for the caller to take them off.
  ///
  /// Never raises SIGPIPE.
  func write(_ list: borrowing OutputList) -> Outcome {
    while true {
      let count = unsafe list.withVectors { vectors in
        if vectors.count == 1 {
          return unsafe Glibc.send(
            descriptor, vectors[0].iov_base, vectors[0].iov_len, Int32(MSG_NOSIGNAL))
        }
        var message = unsafe msghdr()
        unsafe message.msg_iov = vectors.baseAddress
        unsafe message.msg_iovlen = vectors.count
        return unsafe sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 { return .bytes(count) }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(errno: errno)
    }
  }

  /// Writes the first bytes of `bytes`.
  ///
  /// Never raises SIGPIPE.
  package func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    while true {
      let count = unsafe Glibc.send(
        descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return .bytes(count) }
      if errno == EINTR { continue }
      return errno == EAGAIN ? .wouldBlock : .failed(errno: errno)
    }
  }

  /// Says that we send no more.
  func finishWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  package func close() { _ = Glibc.close(descriptor) }
}
