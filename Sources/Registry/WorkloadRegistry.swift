internal import Dispatch
public import Logging
public import ManifestSource
public import MeshModel
internal import Platform

/// Registers VMs for services, and takes them out again.
///
/// What is registered is an object in the state directory and nowhere else: the mesh is made of
/// it as of any other manifest. Calls block until what they have written is on the disk and
/// served; safe to use from every thread that may block.
public final class WorkloadRegistry: Sendable {
  /// How things stand.
  public struct View: Sendable {
    /// The mesh that is served.
    public var mesh: Mesh
    /// The objects that it was made of.
    public var manifests: ManifestSnapshot

    /// A view.
    public init(mesh: Mesh, manifests: ManifestSnapshot) {
      self.mesh = mesh
      self.manifests = manifests
    }
  }

  /// What the registry needs to know of the server.
  public struct Server: Sendable {
    /// How things stand; nil until the sources have been read.
    public var view: @Sendable () -> View?
    /// Waits until a snapshot of that generation, or a later one, is served; returns the revision
    /// of the mesh, or nil when that does not happen in time.
    public var revision: @Sendable (_ generation: UInt64) -> UInt64?
    /// Waits until every Envoy has what was new in a revision, or has had time enough.
    public var waitUntilAcknowledged: @Sendable (_ revision: UInt64) async -> Void

    /// A server.
    public init(
      view: @escaping @Sendable () -> View?,
      revision: @escaping @Sendable (_ generation: UInt64) -> UInt64?,
      waitUntilAcknowledged: @escaping @Sendable (_ revision: UInt64) async -> Void
    ) {
      self.view = view
      self.revision = revision
      self.waitUntilAcknowledged = waitUntilAcknowledged
    }
  }

  /// What was done.
  public struct Receipt: Hashable, Sendable {
    /// The WorkloadEntry.
    public var object: ObjectReference
    /// Its file.
    public var file: String
    /// The host of the service.
    public var host: String
    /// The revision of the mesh in which it is served.
    public var revision: UInt64
  }

  private static let queue = DispatchQueue(label: "causeway.registry")

  let directory: StateDirectory
  let source: ManifestSource
  let server: Server
  let logger: Logger
  /// Held while files are looked at and written, so that each call sees what those before it have
  /// written; not while a call waits for what it has written to be served.
  private let removals = Lock(Removals())

  /// Entries that are removed as soon as Envoys know that they drain.
  private struct Removals {
    /// Which of the removals that were begun is the one in force for an entry.
    var numbers: [ObjectReference: Int] = [:]
    private var count = 0

    /// Begins a removal; nil when one is under way.
    mutating func begin(_ object: ObjectReference) -> Int? {
      guard numbers[object] == nil else { return nil }
      count += 1
      numbers[object] = count
      return count
    }
  }

  /// What a call has written, before it is served.
  struct Written {
    var object: ObjectReference
    var host: String
    /// The generation of the manifests that have it.
    var generation: UInt64
  }

  /// A registry.
  ///
  /// - Parameters:
  ///   - directory: where registrations are kept.
  ///   - source: what reads them, beside other manifests.
  ///   - server: what serves them.
  ///   - logger: hears of removals that fail.
  public init(
    directory: StateDirectory, source: ManifestSource, server: Server, logger: Logger
  ) {
    self.directory = directory
    self.source = source
    self.server = server
    self.logger = logger
  }

  /// Makes a VM an endpoint of a service; returns when it is served as one.
  public func register(_ request: RegistrationRequest) throws(RegistrationError) -> Receipt {
    let written = try removals.withLock { removals -> Result<Written, RegistrationError> in
      do throws(RegistrationError) {
        let written = try write(request)
        // Whoever drains it no longer means this one.
        removals.numbers[written.object] = nil
        return .success(written)
      } catch {
        return .failure(error)
      }
    }.get()
    return try receipt(for: written)
  }

  /// Takes a VM out of a service: it gets no new requests from now on, and is removed as soon as
  /// every Envoy knows.
  ///
  /// - Parameters:
  ///   - service: the service's host, `name.namespace` or bare name.
  ///   - namespace: its namespace; nil is `default` for a bare name, and any for a host.
  ///   - address: the VM's IP address.
  /// - Returns: what was done; the revision is that in which the VM drains.
  /// - Throws: `RegistrationError` when it is not registered, or that cannot be written.
  public func deregister(
    service: String, namespace: String?, address: String
  ) throws(RegistrationError) -> Receipt {
    let (written, number) = try removals.withLock {
      removals -> Result<(Written, Int?), RegistrationError> in
      do throws(RegistrationError) {
        let written = try drain(service, in: namespace, at: address)
        return .success((written, removals.begin(written.object)))
      } catch {
        return .failure(error)
      }
    }.get()
    if let number { remove(written, number) }
    return try receipt(for: written)
  }

  /// Finishes what was interrupted by the end of the process, without waiting for it.
  ///
  /// To be called once the sources have been read and are served.
  public func resume() {
    Self.queue.async { [self] in
      let interrupted = removals.withLock { removals -> [(Written, Int)] in
        directory.removeDrafts()
        guard let manifests = server.view()?.manifests else { return [] }
        return manifests.registeredWorkloads.compactMap { workload in
          guard workload.entry.metadata.isTerminating, owns(workload, manifests),
            let number = removals.begin(workload.reference)
          else { return nil }
          let written = Written(
            object: workload.reference, host: workload.host, generation: manifests.generation)
          return (written, number)
        }
      }
      for (written, number) in interrupted { remove(written, number) }
    }
  }

  /// Removes an entry when Envoys know that it drains.
  private func remove(_ written: Written, _ number: Int) {
    Task {
      while true {
        if let revision = await onQueue({ [self] in server.revision(written.generation) }) {
          await server.waitUntilAcknowledged(revision)
          break
        }
      }
      while !(await onQueue({ [self] in isRemoved(written.object, number) })) {
        try? await Task.sleep(for: .seconds(10))
      }
    }
  }

  /// Removes an entry, unless it is to stay; false when it has to be tried again.
  private func isRemoved(_ object: ObjectReference, _ number: Int) -> Bool {
    removals.withLock { removals in
      guard removals.numbers[object] == number else { return true }
      guard removeNow(object) else { return false }
      removals.numbers[object] = nil
      return true
    }
  }

  /// What `body` says, on a thread that may block.
  ///
  /// Those of Swift's concurrency must not, as what is waited for may need them.
  private func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Self.queue.async { continuation.resume(returning: body()) }
    }
  }
}
