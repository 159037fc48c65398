internal import Dispatch
internal import Glibc
internal import Synchronization

/// The signals that a server obeys.
enum ServerSignal: Hashable, Sendable {
  /// SIGTERM or SIGINT: finish and end.
  case stop
  /// SIGHUP: read everything again.
  case reload
}

/// Turns signals into events, for as long as it lives.
struct SignalSource: ~Copyable {
  private let sources: [any DispatchSourceSignal]

  /// Calls `receive` for each signal, on a thread of its own.
  ///
  /// Whoever sends a second signal to stop does not want to wait any longer: it ends the process.
  init(_ receive: @escaping @Sendable (ServerSignal) -> Void) {
    // Whoever reads the log may go: that is no reason to end.
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "signals")
    let isStopping = Flag()
    sources = [SIGTERM, SIGINT, SIGHUP].map { number in
      // The default action would end the process before the source is asked.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if number == SIGHUP { return receive(.reload) }
        guard isStopping.raise() else { _exit(ExitStatus.interrupted) }
        receive(.stop)
      }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }
}

/// Exit codes that are not ArgumentParser's.
enum ExitStatus {
  /// Ended at once, by a second signal: nothing was drained.
  static let interrupted: Int32 = 1
}

/// Something that happens once.
private final class Flag: Sendable {
  private let isRaised = Atomic(false)

  /// Raises it; whether it was not raised before.
  func raise() -> Bool { !isRaised.exchange(true, ordering: .relaxed) }
}
