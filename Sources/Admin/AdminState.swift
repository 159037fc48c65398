public import ManifestSource
public import MeshModel
public import Registry
public import XDSServer

/// What the admin API speaks of, at one moment: a value, replaced when something changes.
public struct AdminState: Sendable {
  /// The sources as they were read, and everything that follows from them.
  public struct View: Sendable {
    /// What the files say.
    public var manifests: ManifestSnapshot
    /// What is wrong with the objects taken together, each problem with its file and line.
    public var meshProblems: [ManifestProblem]
    /// The mesh, and the resources made from it: the same that clients are sent.
    public var generator: SnapshotGenerator

    /// A view.
    public init(
      manifests: ManifestSnapshot, meshProblems: [ManifestProblem], generator: SnapshotGenerator
    ) {
      self.manifests = manifests
      self.meshProblems = meshProblems
      self.generator = generator
    }
  }

  /// What is served; nil until the sources have been read and xDS is served.
  public var view: View?
  /// Who is connected; nil until the xDS server has started.
  public var clients: (any ConnectedClients)?
  /// Which `Host` a request may name.
  public var hostPolicy: HostPolicy
  /// Registers VMs; nil where none can be registered.
  public var registry: WorkloadRegistry?
  /// How many requests were answered.
  public var answers = AnswerCount()
  /// The version of the program.
  public var version = ""

  /// A state.
  public init(
    view: View? = nil, clients: (any ConnectedClients)? = nil, hostPolicy: HostPolicy = .local,
    registry: WorkloadRegistry? = nil
  ) {
    self.view = view
    self.clients = clients
    self.hostPolicy = hostPolicy
    self.registry = registry
  }
}
