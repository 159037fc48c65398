internal import Glibc

/// How many files and sockets this process may have open.
public enum OpenFiles {
  /// What a process needs besides connections: manifests that are read, the admin API's
  /// connections, the loops' own descriptors.
  static let reserve: UInt64 = 256
  /// The connections that are always tried.
  private static let connectionsMin: UInt64 = 16

  /// Raises the limit to what the system lets an unprivileged process have.
  ///
  /// The usual limit of 1024 is one for programs that use `select`.
  /// - Returns: the limit.
  @discardableResult
  public static func raiseLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 0
    }
    limit.rlim_cur = limit.rlim_max
    // Where it may not be raised it stays.
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(clamping: current)
  }

  /// The connections that there are descriptors for.
  static var connectionsMax: Int {
    Int(clamping: max(connectionsMin, current - min(current, reserve)))
  }

  private static var current: UInt64 {
    var limit = rlimit()
    let code = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return code == 0 ? UInt64(limit.rlim_cur) : 1024
  }
}
