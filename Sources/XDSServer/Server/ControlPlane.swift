internal import Dispatch
internal import Logging
internal import MeshModel
internal import Platform

/// The current mesh, and which of the connected streams is to be sent what of it.
///
/// Everything that makes resources happens on one queue of its own, so that an event loop never
/// waits for it: a loop says who has come and gone, and is handed finished snapshots.
final class ControlPlane: Sendable {
  /// A snapshot, and the streams of one loop that it is for.
  struct Delivery: Sendable {
    let snapshot: Snapshot
    let streams: [StreamID]
  }

  /// Snapshots for the streams of one loop.
  struct Batch: Sendable {
    /// The snapshots.
    var deliveries: [Delivery]
    /// The revision that they are handed over because of, and when its change was seen; nil for a
    /// stream that has just come.
    var change: (revision: UInt64, seenAt: Moment)?
  }

  /// Hands snapshots to a loop; called on the control plane's queue.
  typealias Deliver = @Sendable (Batch) -> Void

  /// One of the loops that have been added.
  struct LoopID: Hashable, Sendable {
    let index: Int
  }

  /// What has been acknowledged of each revision.
  let ledger = PushLedger()
  private let logger: Logger
  private let queue = DispatchQueue(label: "causeway.control-plane")
  /// Touched on `queue` only; the lock tells the compiler so.
  private let state = Lock(State())
  /// What `state` was last made to use, for readers on any thread.
  private let current = Lock<SnapshotGenerator?>(nil)

  /// A control plane without a mesh: its streams wait.
  init(logger: Logger) { self.logger = logger }

  /// The generator of the current mesh; nil before there is one.
  var generator: SnapshotGenerator? { current.withLock { $0 } }

  /// Makes `mesh` the current one, and returns when every loop has been handed what changes.
  ///
  /// - Parameters:
  ///   - mesh: the mesh.
  ///   - difference: how it differs from the current one; nil when that is not known.
  ///   - cause: what changed, in a few words.
  ///   - seenAt: when that was seen.
  /// - Returns: what makes the resources of that mesh.
  func update(
    mesh: Mesh, difference: MeshDifference?, cause: String, seenAt: Moment
  ) async -> SnapshotGenerator {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        let generator = makeCurrent(mesh, difference, cause: cause, seenAt: seenAt)
        continuation.resume(returning: generator)
      }
    }
  }

  /// Adds an event loop.
  func addLoop(deliver: @escaping Deliver) -> LoopID {
    // Not on the queue: a loop is added before it serves anything, and needs its identifier.
    state.withLock { state in
      state.loops.append(deliver)
      return LoopID(index: state.loops.count - 1)
    }
  }

  /// Has streams be handed the snapshots of their nodes' views from now on.
  ///
  /// Those that come at once are told at once: each call wakes two threads.
  func connect(_ nodes: [StreamID: ConnectedNode], on loop: LoopID) {
    queue.async { [self] in
      state.withLock { state in
        let deliveries = nodes.compactMap { stream, node -> Delivery? in
          let client = ViewMembers.Client(loop: loop.index, stream: stream)
          state.members.add(client, node, state.generator)
          guard let generator = state.generator, let view = state.members.view(of: client)
          else { return nil }
          return Delivery(snapshot: generator.snapshot(for: view), streams: [stream])
        }
        if !deliveries.isEmpty { state.loops[loop.index](Batch(deliveries: deliveries)) }
      }
    }
  }

  /// Forgets a stream.
  func disconnect(_ stream: StreamID, on loop: LoopID) {
    queue.async { [self] in
      state.withLock { $0.members.remove(ViewMembers.Client(loop: loop.index, stream: stream)) }
    }
  }

  private func makeCurrent(
    _ mesh: Mesh, _ difference: MeshDifference?, cause: String, seenAt: Moment
  ) -> SnapshotGenerator {
    let (generator, clientCount) = state.withLock { state in
      let previous = state.generator
      let difference =
        difference ?? previous.map { MeshDifference(from: $0.mesh, to: mesh) } ?? MeshDifference()
      let generator =
        if let previous {
          SnapshotGenerator(
            mesh: mesh, revision: previous.revision + 1, reusing: previous, difference: difference)
        } else {
          SnapshotGenerator(mesh: mesh, revision: 1)
        }
      state.generator = generator
      // Known before anything is handed over: a loop that is handed something may look it up.
      current.withLock { $0 = generator }
      state.members.move(from: previous, to: generator, difference)
      state.deliver(generator, seenAt: seenAt) { loops in
        ledger.begin(generator.revision, cause: cause, seenAt: seenAt, loops: loops)
      }
      return (generator, state.members.count)
    }
    // A mesh may change every second: `/api/v1/pushes` has them all.
    logger.debug(
      """
      Revision \(generator.revision) is served (\(cause.onOneLine)). Services: \
      \(mesh.services.count), workloads: \(mesh.workloads.count), connected clients: \
      \(clientCount).
      """)
    return generator
  }
}

// MARK: State

extension ControlPlane {
  private struct State: Sendable {
    var loops: [Deliver] = []
    var members = ViewMembers()
    var generator: SnapshotGenerator?

    /// Hands every client its view of a new revision; tells first which loops will hear of it.
    func deliver(
      _ generator: SnapshotGenerator, seenAt: Moment,
      announce: (Set<Int>) -> Void
    ) {
      var deliveries: [[Delivery]] = Array(repeating: [], count: loops.count)
      for group in members.groups {
        guard let view = group.view else { continue }
        let snapshot = generator.snapshot(for: view)
        for (loop, streams) in group.streams.enumerated() where !streams.isEmpty {
          deliveries[loop].append(Delivery(snapshot: snapshot, streams: streams))
        }
      }
      // The first mesh is news to a loop without clients, too: it is healthy now.
      let concerned = loops.indices.filter {
        !deliveries[$0].isEmpty || generator.revision == 1
      }
      announce(Set(concerned))
      for loop in concerned {
        loops[loop](
          Batch(deliveries: deliveries[loop], change: (generator.revision, seenAt)))
      }
    }
  }
}
