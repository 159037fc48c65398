internal import Dispatch
public import Logging
public import ManifestSource
public import MeshModel
internal import Platform

/// Registers VMs for services, and takes them out again.
///
/// What is registered is an object in the state directory and nowhere else: the mesh is made of
/// it as of any other manifest. Calls block until what they have written is on the disk and
/// served, and are taken one after the other; safe to use from every thread.
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
  /// Entries that are removed as soon as Envoys know that they drain.
  ///
  /// The lock is held for the whole of a call, so that each sees what those before it have done.
  private let removals = Lock<Set<ObjectReference>>([])

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
    try removals.withLock { removals -> Result<Receipt, RegistrationError> in
      do throws(RegistrationError) {
        let receipt = try write(request)
        // Whoever drains it no longer means this one.
        removals.remove(receipt.object)
        return .success(receipt)
      } catch {
        return .failure(error)
      }
    }.get()
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
    try removals.withLock { removals -> Result<Receipt, RegistrationError> in
      do throws(RegistrationError) {
        let receipt = try drain(service, in: namespace, at: address)
        if removals.insert(receipt.object).inserted {
          remove(receipt.object, after: receipt.revision)
        }
        return .success(receipt)
      } catch {
        return .failure(error)
      }
    }.get()
  }

  /// Finishes what was interrupted by the end of the process, without waiting for it.
  ///
  /// To be called once the sources have been read and are served.
  public func resume() {
    Self.queue.async { [self] in
      removals.withLock { removals in
        directory.removeDrafts()
        guard let view = server.view(), let revision = server.revision(view.manifests.generation)
        else { return }
        for workload in view.manifests.registeredWorkloads
        where workload.entry.metadata.isTerminating && owns(workload, view.manifests) {
          if removals.insert(workload.reference).inserted {
            remove(workload.reference, after: revision)
          }
        }
      }
    }
  }

  /// Removes an entry when Envoys have what was new in `revision`.
  private func remove(_ object: ObjectReference, after revision: UInt64) {
    Task {
      await server.waitUntilAcknowledged(revision)
      while !(await isRemoved(object)) { try? await Task.sleep(for: .seconds(10)) }
    }
  }

  /// Removes an entry, unless it is to stay; false when it has to be tried again.
  private func isRemoved(_ object: ObjectReference) async -> Bool {
    // Not on a thread of Swift's own: a call that holds the lock may wait for one of those.
    await withCheckedContinuation { continuation in
      Self.queue.async { [self] in
        let isDone = removals.withLock { removals in
          guard removals.contains(object) else { return true }
          guard removeNow(object) else { return false }
          removals.remove(object)
          return true
        }
        continuation.resume(returning: isDone)
      }
    }
  }
}
