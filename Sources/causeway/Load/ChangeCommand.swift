internal import FoundationEssentials
internal import Glibc
internal import LoadTest
internal import Platform

/// A change that is made by a shell command.
struct ChangeCommand: Sendable {
  /// The command; `{n}` stands for the number of the change, as does `$CHANGE` in its environment.
  var text: String
  /// How long it may take.
  var timeout: Duration

  /// Makes the change of that number.
  ///
  /// What the command prints goes to stderr, since stdout is for the report.
  func make(_ number: Int) throws(ChangeFailure) {
    let process = try spawn(number)
    let deadline = ContinuousClock.now + timeout
    var status: Int32 = 0
    while unsafe waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else {
        kill(-process, SIGKILL)
        unsafe waitpid(process, &status, 0)
        throw ChangeFailure("The command of change \(number) took longer than \(timeout.text).")
      }
      usleep(200)
    }
    let signal = status & 0x7F
    let code = status >> 8 & 0xFF
    guard signal == 0, code == 0 else {
      throw ChangeFailure(
        "The command of change \(number) ended with "
          + (signal == 0 ? "exit code \(code)." : "signal \(signal)."))
    }
  }

  private func spawn(_ number: Int) throws(ChangeFailure) -> pid_t {
    let shell = text.replacing("{n}", with: String(number))
    var environment = ProcessInfo.processInfo.environment
    environment["CHANGE"] = String(number)
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    unsafe posix_spawnattr_init(&attributes)
    // A group of its own, so that all of it can be ended.
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))
    // What this process ignores the command need not ignore.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { unsafe sigaddset(&signals, signal) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    var process: pid_t = 0
    let code = unsafe Self.withStrings(["/bin/sh", "-c", shell]) { arguments in
      unsafe Self.withStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
        unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else {
      throw ChangeFailure("/bin/sh cannot be started: \(SystemError.text(code)).")
    }
    return process
  }

  /// Calls `body` with the texts as C wants a list of them.
  private static func withStrings<R>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
  ) -> R {
    var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("there is always the nil") }
      return unsafe body(UnsafePointer(start))
    }
  }
}
