internal import CLinux
internal import Glibc
internal import Platform

/// The kernel's notifications of changes in folders; see `inotify(7)`.
struct Inotify: ~Copyable {
  /// One notification.
  struct Event: Hashable {
    /// The watch that it belongs to.
    var watch: Int32
    /// What happened: bits of `inotify(7)`.
    var mask: UInt32
    /// The name in the folder; empty when the folder itself is meant.
    var name: String

    /// Whether notifications were lost.
    var isOverflow: Bool { mask & UInt32(IN_Q_OVERFLOW) != 0 }
    /// Whether a file was written to.
    var isModification: Bool { mask & UInt32(IN_MODIFY) != 0 }
    /// Whether a name has come that was not there.
    var isCreation: Bool { mask & UInt32(IN_CREATE) != 0 }
    /// Whether a file is complete again: closed by its writer, gone, or put in place.
    var isCompletion: Bool {
      mask & UInt32(IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO) != 0
    }
    /// Whether the kernel has removed the watch.
    var isRemoval: Bool { mask & UInt32(IN_IGNORED) != 0 }
  }

  /// Names that come and go in a folder, and the folder itself.
  static let structure = UInt32(
    IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF)
  /// The above, and what is done to the files.
  static let everything = structure | UInt32(IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB)

  /// The descriptor, for `poll`.
  let descriptor: Int32

  /// Opens the facility.
  init() throws(SystemError) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard descriptor >= 0 else { throw SystemError("inotify_init1") }
  }

  deinit { close(descriptor) }

  /// Watches a folder, in addition to what is watched of it already.
  borrowing func add(_ folder: String, mask: UInt32) throws(SystemError) -> Int32 {
    let watch = unsafe inotify_add_watch(
      descriptor, folder, mask | UInt32(IN_ONLYDIR) | UInt32(IN_MASK_ADD))
    guard watch >= 0 else { throw SystemError("inotify_add_watch") }
    return watch
  }

  /// Stops watching; a watch that the kernel has removed meanwhile is no error.
  borrowing func remove(_ watch: Int32) {
    _ = inotify_rm_watch(descriptor, watch)
  }

  /// The notifications that have come.
  borrowing func read() -> [Event] {
    var events: [Event] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return events }
      Self.parse(buffer[..<count], into: &events)
    }
  }

  /// `struct inotify_event`: watch, mask, cookie and length of the name, then the name with zeros
  /// after it.
  static func parse(_ bytes: ArraySlice<UInt8>, into events: inout [Event]) {
    var rest = bytes
    while rest.count >= 16 {
      func word(_ index: Int) -> UInt32 {
        (0..<4).reduce(0) {
          $0 | UInt32(rest[rest.startIndex + 4 * index + $1]) << (8 * UInt32($1))
        }
      }
      let length = Int(word(3))
      let (watch, mask) = (Int32(bitPattern: word(0)), word(1))
      rest = rest.dropFirst(16)
      let name = String(decoding: rest.prefix(length).prefix { $0 != 0 }, as: UTF8.self)
      events.append(Event(watch: watch, mask: mask, name: name))
      rest = rest.dropFirst(length)
    }
  }
}
