internal import Admin
internal import Logging
internal import ManifestSource
internal import MeshModel
internal import Platform
internal import Registry
internal import XDSServer

/// `causeway serve` while it runs: sources → mesh → xDS server, and the admin API beside them.
///
/// Owned by one task, which handles one event after the other.
struct ServerProcess {
  /// What can happen.
  private enum Event: Sendable {
    case manifestsRead
    case tlsFilesChanged
    case signal(ServerSignal)
  }

  private let options: ServeOptions
  private let logger: Logger
  private let source: ManifestSource
  private let admin: AdminServer
  private let adminState: Published<AdminState>
  private let discovery: DiscoveryServer
  private let registry: WorkloadRegistry
  private let served = ServedGenerations()
  private var credentialReload: CredentialReload?
  /// What was read last and is not served yet.
  ///
  /// Should files change faster than they can be served,
  /// the newest replaces those before it.
  private let unserved = Published<ManifestSnapshot?>(nil)
  /// The objects of what is served, and their mesh.
  private var store = MeshStore()
  private var problemLog = ProblemLog()
  private var isReady = false

  /// Opens everything that can fail: paths, then addresses.
  init(_ options: ServeOptions) throws(CommandFailure) {
    self.options = options
    var logger = Logger(label: "causeway") {
      StandardErrorLog(label: $0, format: options.logFormat)
    }
    logger.logLevel = options.logLevel
    self.logger = logger
    let state = Published(
      AdminState(hostPolicy: options.adminListen.ip.isLoopback ? .local : .any))
    state.value.version = Causeway.version
    adminState = state
    do {
      source = try ManifestSource(paths: options.config, stateFolder: options.stateDir)
    } catch {
      throw CommandFailure("\(error)")
    }
    var configuration = DiscoveryServer.Configuration(
      address: options.xdsListen, loops: options.loops)
    configuration.transport.connectionAgeMax = options.maxConnectionAge
    if let tls = options.tls {
      let reload = try CredentialReload(tls.files)
      let credentials = try reload.credentials()
      configuration.tls = TLSListener(address: tls.listen, credentials: credentials)
      credentialReload = reload
      if let warning = tls.warning { logger.warning("\(warning)") }
      for line in reload.warnings(of: credentials) {
        logger.log(level: line.level, "\(line.message)")
      }
    }
    do throws(TransportError) {
      discovery = try DiscoveryServer(configuration, logger: logger)
    } catch {
      let option = error.address == options.tls?.listen ? "--xds-tls-listen" : "--xds-listen"
      throw CommandFailure("\(option): \(error)")
    }
    state.value.clients = discovery
    registry = Self.registry(options, source, state, served, discovery, logger)
    state.value.registry = registry
    do throws(TransportError) {
      admin = try AdminServer(
        listen: options.adminListen, logger: logger, answers: state.value.answers
      ) { request in
        AdminRoutes.respond(to: request, state: state.value)
      }
    } catch {
      // The registry refers to the state: together they would stay, with the server.
      state.value.registry = nil
      throw CommandFailure("--admin-listen: \(error)")
    }
  }

  /// Serves until a signal says to stop; returns when everything is drained.
  mutating func run() async {
    let (events, continuation) = AsyncStream.makeStream(of: Event.self)
    let signals = SignalSource { continuation.yield(.signal($0)) }
    let watch = options.tls.map { tls in
      FileWatch(paths: tls.files.paths) { continuation.yield(.tlsFilesChanged) }
    }
    // What has changed between the first reading and the watch is not told.
    reloadCredentials()
    let snapshots = source.snapshots()
    let reading = Task { [unserved] in
      for await snapshot in snapshots {
        unserved.value = snapshot
        continuation.yield(.manifestsRead)
      }
    }
    loop: for await event in events {
      switch event {
      case .manifestsRead:
        if let manifests = unserved.take() { await serve(manifests) }
      case .signal(.reload):
        logger.notice("SIGHUP: everything is read again.")
        source.reload()
        reloadCredentials()
      case .tlsFilesChanged: reloadCredentials()
      case .signal(.stop):
        break loop
      }
    }
    logger.notice("Stopping: clients are told to connect elsewhere.")
    reading.cancel()
    source.stop()
    await discovery.stop()
    admin.stop()
    logger.notice("Stopped.")
    // Until here a second signal ends the process at once.
    _ = consume signals
    withExtendedLifetime(watch) {}
  }

  /// Has new connections over TLS use what the files say now.
  private mutating func reloadCredentials() {
    guard let outcome = credentialReload?.reload() else { return }
    if let credentials = outcome.credentials { discovery.replaceCredentials(credentials) }
    for line in outcome.lines { logger.log(level: line.level, "\(line.message)") }
  }

  /// What registers VMs in the state directory, as it is served.
  private static func registry(
    _ options: ServeOptions, _ source: ManifestSource, _ state: Published<AdminState>,
    _ served: ServedGenerations, _ discovery: DiscoveryServer, _ logger: Logger
  ) -> WorkloadRegistry {
    let server = WorkloadRegistry.Server(
      view: {
        state.value.view.map { .init(mesh: $0.generator.mesh, manifests: $0.manifests) }
      },
      revision: { served.revision(of: $0) },
      waitUntilAcknowledged: { await discovery.waitUntilAcknowledged($0) })
    return WorkloadRegistry(
      directory: StateDirectory(path: options.stateDir), source: source, server: server,
      logger: logger)
  }

  /// Makes what the files say the truth.
  private mutating func serve(_ manifests: ManifestSnapshot) async {
    let seenAt = Moment.now
    let current = discovery.generator
    let changes = manifests.changes(since: adminState.value.view?.manifests)
    let (mesh, difference) = store.apply(changes)
    let generator: SnapshotGenerator
    if let current, difference.isEmpty {
      // The same mesh is the same revision: nobody is sent anything.
      generator = current
    } else {
      let cause = ManifestChange(current == nil ? nil : changes)
      generator = await discovery.update(
        mesh: mesh, difference: current == nil ? nil : difference, cause: cause.description,
        seenAt: seenAt)
    }
    let problems = manifests.located(mesh.problems, since: adminState.value.view)
    adminState.value.view = AdminState.View(
      manifests: manifests, meshProblems: problems, generator: generator)
    served.served(manifests.generation, in: generator.revision)
    let lines = problemLog.lines(
      for: manifests.problems + problems, keeping: manifests.keptObjects)
    for line in lines {
      logger.log(level: line.level, "\(line.message)")
    }
    guard !isReady else { return }
    isReady = true
    registry.resume()
    let overTLS = discovery.boundTLSAddress.map { " and over TLS on \($0)" } ?? ""
    logger.notice(
      """
      Ready: xDS on \(discovery.boundAddress)\(overTLS), admin API on \
      http://\(admin.localAddress). Files: \
      \(manifests.files.count), objects: \(manifests.objectCount), services: \
      \(mesh.services.count).
      """)
  }
}

extension DiscoveryServer {
  /// Returns when every client that a revision concerns has accepted it; after a second at the
  /// earliest, for requests that were on their way to what drains, and after ten at the latest,
  /// because a client that does not answer must not keep it for ever.
  fileprivate func waitUntilAcknowledged(_ revision: UInt64) async {
    let limit = ContinuousClock.now + .seconds(10)
    try? await Task.sleep(for: .seconds(1))
    while .now < limit, case .found(let push) = push(revision), !push.isComplete {
      try? await Task.sleep(for: .milliseconds(100))
    }
  }
}
