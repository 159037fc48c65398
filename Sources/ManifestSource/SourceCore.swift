internal import CLinux
internal import Glibc
internal import MeshModel
internal import Platform

/// The shared part of a source: its state, and the thread that watches.
final class SourceCore: Sendable {
  /// Why the thread is woken.
  enum Wake { case reload, stop }

  private struct State: ~Copyable {
    var catalog = Catalog()
    /// What each file was when it was read, and whether that was long enough after its last change.
    var known: [String: (identity: FileIdentity, isSettled: Bool)] = [:]
    /// Files that were changing while they were read, and since when they have been waited for.
    var unsettled: [String: ContinuousClock.Instant] = [:]
    var current: ManifestSnapshot?
    var streams: [Int: AsyncStream<ManifestSnapshot>.Continuation] = [:]
    var streamCount = 0
    var watches: WatchList?
    var watchFailure: String?
    var isStarted = false
    var isStopped = false
    var mustReload = false
  }

  private let roots: [FolderScan.Root]
  private let options: ManifestSource.Options
  private let state = Lock(State())
  /// Wakes the thread; closed with this object, which the thread keeps alive while it runs.
  private let waker: Int32

  init(roots: [FolderScan.Root], options: ManifestSource.Options) {
    self.roots = roots
    self.options = options
    waker = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
  }

  deinit { if waker >= 0 { close(waker) } }

  /// Looks at all files, reads those that have changed, and tells the streams if that makes a
  /// difference.
  func refresh() -> ManifestSnapshot {
    state.withLock { state in refresh(&state, force: false, isPatient: false) }
  }

  /// What was said last.
  var newest: ManifestSnapshot? { state.withLock { $0.current } }

  /// Reads one file at once, and leaves all others alone: one of them may be half written.
  func read(file path: String) -> ManifestSnapshot {
    state.withLock { state in
      // Nothing is said before everything has been read.
      guard state.current != nil else { return refresh(&state, force: false, isPatient: false) }
      do throws(FileReadError) {
        let now = FileAccess.nowMs
        let (bytes, identity) = try FileAccess.read(path, byteCountMax: options.fileByteCountMax)
        // It has just been written, and so is read once more, when it has aged.
        state.known[path] = (identity, isSettled: false)
        state.catalog.read(path, bytes: bytes, atMs: now)
      } catch {
        state.known[path] = nil
        if error.isGone {
          state.catalog.remove(path)
        } else {
          state.catalog.failed(path, reason: error.reason)
        }
      }
      return publish(&state)
    }
  }

  /// A new stream; starts the thread when it is the first.
  func snapshots() -> AsyncStream<ManifestSnapshot> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ManifestSnapshot.self, bufferingPolicy: .bufferingNewest(1))
    let mustStart = state.withLock { state -> Bool in
      guard !state.isStopped else { return false }
      let isFirst = !state.isStarted
      state.isStarted = true
      if isFirst { Self.openWatches(&state, options) }
      if isFirst || state.current == nil { refresh(&state, force: false, isPatient: false) }
      state.streamCount += 1
      let number = state.streamCount
      state.streams[number] = continuation
      continuation.onTermination = { [weak self] _ in self?.drop(stream: number) }
      if let current = state.current { continuation.yield(current) }
      return isFirst
    }
    if mustStart { startThread() }
    if state.withLock({ $0.isStopped }) { continuation.finish() }
    return stream
  }

  /// Tells the thread to do something.
  func wake(_ reason: Wake) {
    state.withLock { state in
      switch reason {
      case .reload: state.mustReload = true
      case .stop: state.isStopped = true
      }
    }
    var one: UInt64 = 1
    _ = unsafe write(waker, &one, 8)
  }

  /// Ends the thread and the streams.
  func stop() {
    wake(.stop)
    let streams = state.withLock { state in
      let streams = Array(state.streams.values)
      state.streams = [:]
      return streams
    }
    // Not under the lock: finishing calls `drop`.
    for stream in streams { stream.finish() }
  }

  private func drop(stream number: Int) {
    state.withLock { state in _ = state.streams.removeValue(forKey: number) }
  }
}

// Reading.
extension SourceCore {
  @discardableResult
  private func refresh(_ state: inout State, force: Bool, isPatient: Bool) -> ManifestSnapshot {
    let scan = scan(&state)
    readChanged(scan.files, &state, force: force, isPatient: isPatient)
    removeMissing(scan, &state)
    return publish(&state)
  }

  /// Says how things stand, to the streams only if that is news.
  private func publish(_ state: inout State) -> ManifestSnapshot {
    let isNews = state.catalog.takeNews()
    let watching = watchMode(state)
    if let current = state.current, !isNews, current.watching == watching { return current }
    let generation = (state.current?.generation ?? 0) + 1
    let snapshot = state.catalog.snapshot(watching: watching, generation: generation)
    state.current = snapshot
    for stream in state.streams.values { stream.yield(snapshot) }
    return snapshot
  }

  private func scan(_ state: inout State) -> FolderScan {
    guard var watches = state.watches.take() else {
      return FolderScan(roots: roots) { _, _ in }
    }
    watches.beginScan()
    let scan = FolderScan(roots: roots) { folder, interest in watches.watch(folder, interest) }
    watches.endScan()
    state.watchFailure = watches.failure
    state.watches = consume watches
    return scan
  }

  private func readChanged(
    _ files: [FolderScan.File], _ state: inout State, force: Bool, isPatient: Bool
  ) {
    let waitedFor = state.unsettled
    state.unsettled = [:]
    for file in files {
      if let known = state.known[file.path], known.isSettled, known.identity == file.identity,
        !force
      {
        continue
      }
      do throws(FileReadError) {
        let now = FileAccess.nowMs
        let (bytes, identity) = try FileAccess.read(
          file.path, byteCountMax: options.fileByteCountMax)
        let age = Duration.nanoseconds(now * 1_000_000 - identity.changedNs)
        // Its writer may be in the middle of it.
        let since = waitedFor[file.path] ?? .now
        if isPatient, age < options.debounce, since.duration(to: .now) < options.debounceMax {
          state.unsettled[file.path] = since
          state.known[file.path] = nil
          continue
        }
        // Changes within one tick of the kernel's clock have the same time: such a file is read
        // once more.
        let isSettled = age > .milliseconds(100)
        state.known[file.path] = (identity, isSettled)
        state.catalog.read(file.path, bytes: bytes, atMs: now)
      } catch {
        state.known[file.path] = nil
        if error.isGone {
          // Gone since the scan: the next one says whether the file or a folder above it is.
          state.unsettled[file.path] = waitedFor[file.path] ?? .now
        } else {
          state.catalog.failed(file.path, reason: error.reason)
        }
      }
    }
  }

  private func removeMissing(_ scan: FolderScan, _ state: inout State) {
    let found = Set(scan.files.map(\.path))
    let paths = Array(state.catalog.paths)
    // A root that need not be there is missed once there have been files in it.
    let failures = scan.failures.filter { failure in
      !failure.isAllowed || paths.contains { failure.concerns($0) }
    }
    // Nothing is known of what is at such a path, or of the files below it, so they stay.
    let obscured = failures.filter { !$0.isGone }
    let reasons = Dictionary(
      failures.filter(\.isGone).map { ($0.path, $0.reason) },
      uniquingKeysWith: { first, _ in first })
    for path in paths where !found.contains(path) {
      state.known[path] = nil
      if let failure = obscured.first(where: { $0.concerns(path) }) {
        state.catalog.failed(path, reason: failure.reason(for: path))
      } else {
        state.catalog.remove(path, reason: reasons[path])
      }
    }
    for failure in failures { state.catalog.failed(failure.path, reason: failure.reason) }
  }

  private func watchMode(_ state: borrowing State) -> WatchMode {
    if let failure = state.watchFailure { return .periodic(reason: failure) }
    return state.isStarted ? .inotify : .none
  }

  private static func openWatches(_ state: inout State, _ options: ManifestSource.Options) {
    do throws(SystemError) {
      state.watches = try WatchList(watchCountMax: options.watchCountMax)
    } catch {
      state.watchFailure = "The kernel's notifications cannot be used: \(error.text)."
    }
  }
}

// Watching.
extension SourceCore {
  private func startThread() {
    let box = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<SourceCore>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, unsafe box.toOpaque())
    guard code == 0 else {
      unsafe box.release()
      // Nothing is watched then, which the next snapshot says; the next stream tries again.
      state.withLock { state in
        state.isStarted = false
        state.watches = nil
      }
      return
    }
    pthread_detach(thread)
  }

  /// The thread: waits for a notification, for the end of a burst of them, or for being woken.
  private func run() {
    var debounce = Debounce<ContinuousClock.Instant>(
      quiet: options.debounce, max: options.debounceMax)
    var nextScan = ContinuousClock.now + options.scanInterval
    while true {
      let isPeriodic = state.withLock { $0.watchFailure != nil }
      let deadline = [debounce.deadline, isPeriodic ? nextScan : nil].compactMap { $0 }.min()
      wait(until: deadline)
      let now = ContinuousClock.now
      let task = state.withLock { state -> Task in
        if state.isStopped {
          state.watches = nil
          return .stop
        }
        if state.watches?.drain(into: &debounce) == true { debounce.changed(at: now) }
        if state.mustReload {
          state.mustReload = false
          return .reload
        }
        return .look
      }
      switch task {
      case .stop: return
      case .reload: refresh(force: true, &debounce)
      case .look:
        let isDue = debounce.takeIfDue(at: now)
        guard isDue || (isPeriodic && nextScan <= now) else { continue }
        refresh(force: false, &debounce)
      }
      nextScan = ContinuousClock.now + options.scanInterval
    }
  }

  private enum Task { case look, reload, stop }

  private func refresh(force: Bool, _ debounce: inout Debounce<ContinuousClock.Instant>) {
    let isComplete = state.withLock { state in
      refresh(&state, force: force, isPatient: true)
      return state.unsettled.isEmpty
    }
    if !isComplete { debounce.changed(at: .now) }
  }

  private func wait(until deadline: ContinuousClock.Instant?) {
    let descriptor = state.withLock { $0.watches?.descriptor ?? -1 }
    // poll(2) ignores a descriptor of -1.
    var polled = [
      pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    var timeoutMs: Int32 = -1
    if let deadline {
      let left = max(.zero, ContinuousClock.now.duration(to: deadline))
      let (seconds, attoseconds) = left.components
      timeoutMs = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    }
    _ = unsafe poll(&polled, 2, timeoutMs)
    var count: UInt64 = 0
    _ = unsafe Glibc.read(waker, &count, 8)
  }
}
