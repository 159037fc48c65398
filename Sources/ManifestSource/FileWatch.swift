internal import Dispatch
internal import Glibc
internal import Platform

/// Notices when files are written, replaced, or led elsewhere by a link on the way to them, for as
/// long as it lives.
///
/// For files that are not manifests. A burst of changes is told once, when it is over: who replaces
/// several files that belong together is given the time to do so.
public final class FileWatch {
  /// What can be set.
  public struct Options: Sendable {
    /// How long nothing must have changed before it is told.
    public var debounce: Duration = .milliseconds(100)
    /// How long changes that keep coming are waited for at most.
    public var debounceMax: Duration = .seconds(1)
    /// How often it is told that files may have changed when the kernel cannot tell.
    public var interval: Duration = .seconds(2)
    /// How many folders are watched at most, for tests of the limit.
    var watchCountMax = Int.max

    /// The defaults.
    public init() {}
  }

  private let core: Core
  /// Nil when the kernel does not give notifications.
  private let notifications: (any DispatchSourceRead)?

  /// Watches the files, which need not exist.
  ///
  /// - Parameters:
  ///   - paths: the files.
  ///   - options: times.
  ///   - changed: called on a thread of the watch's own; the files may have changed since the watch
  ///     was made, or since the last call. It is for the caller to see whether they have.
  public init(
    paths: [String], options: Options = Options(), changed: @escaping @Sendable () -> Void
  ) {
    core = Core(paths: paths, options: options, changed: changed)
    let descriptor = core.begin()
    guard descriptor >= 0 else {
      notifications = nil
      return
    }
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: core.queue)
    source.setEventHandler { [weak core] in core?.notified() }
    // The descriptor must not be closed before the source is done with it.
    source.setCancelHandler { [core] in core.end() }
    source.resume()
    notifications = source
  }

  deinit { notifications?.cancel() }

  /// The content of a file.
  public static func read(
    _ path: String, byteCountMax: Int = 1 << 20
  ) throws(UnreadableFile) -> [UInt8] {
    do {
      return try FileAccess.read(path, byteCountMax: byteCountMax).bytes
    } catch {
      throw UnreadableFile(reason: error.reason)
    }
  }
}

/// Why a file's content could not be had.
public struct UnreadableFile: Error, Hashable, Sendable {
  /// The reason, to follow a colon.
  public let reason: String
}

/// The part of a watch that its queue holds on to.
private final class Core: Sendable {
  private struct State: ~Copyable {
    var watches: WatchList?
    var debounce: Debounce<ContinuousClock.Instant>
  }

  let queue = DispatchQueue(label: "causeway.file-watch")
  private let paths: [String]
  private let options: FileWatch.Options
  private let changed: @Sendable () -> Void
  private let state: Lock<State>

  init(paths: [String], options: FileWatch.Options, changed: @escaping @Sendable () -> Void) {
    self.paths = paths
    self.options = options
    self.changed = changed
    let debounce = Debounce<ContinuousClock.Instant>(
      quiet: options.debounce, max: options.debounceMax)
    state = Lock(
      State(
        watches: try? WatchList(watchCountMax: options.watchCountMax), debounce: debounce))
  }

  /// Begins to watch; returns the descriptor that tells of notifications, or -1.
  func begin() -> Int32 {
    look()
    return state.withLock { $0.watches?.descriptor ?? -1 }
  }

  /// Gives the descriptor back.
  func end() { state.withLock { $0.watches = nil } }

  /// There are notifications.
  func notified() {
    let deadline = state.withLock { state -> ContinuousClock.Instant? in
      let isPending = state.debounce.deadline != nil
      let matters = state.watches?.drain(into: &state.debounce) ?? false
      if matters { state.debounce.changed(at: .now) }
      // A burst that has begun has its look planned already.
      return isPending ? nil : state.debounce.deadline
    }
    if let deadline { plan(at: deadline) }
  }

  private func plan(at deadline: ContinuousClock.Instant) {
    wait(until: deadline) { core in
      let (isOver, later) = core.state.withLock { state in
        let isOver = state.debounce.takeIfDue(at: .now)
        return (isOver, state.debounce.deadline)
      }
      if isOver {
        core.look()
        core.changed()
      } else if let later {
        core.plan(at: later)
      }
    }
  }

  /// Finds out which folders to watch: what a link on the way led to may be another one now.
  private func look() {
    let isComplete = state.withLock { state -> Bool in
      guard var watches = state.watches.take() else { return false }
      watches.beginScan()
      let roots = paths.map { FolderScan.Root(path: $0) }
      _ = FolderScan(roots: roots) { folder, interest in watches.watch(folder, interest) }
      watches.endScan()
      let isComplete = watches.failure == nil
      state.watches = consume watches
      return isComplete
    }
    guard !isComplete else { return }
    wait(until: .now + options.interval) { core in
      core.look()
      core.changed()
    }
  }

  private func wait(
    until deadline: ContinuousClock.Instant, _ body: @escaping @Sendable (Core) -> Void
  ) {
    let left = max(.zero, deadline - .now) / .nanoseconds(1)
    queue.asyncAfter(deadline: .now() + .nanoseconds(Int(left) + 1)) { [weak self] in
      if let self { body(self) }
    }
  }
}
