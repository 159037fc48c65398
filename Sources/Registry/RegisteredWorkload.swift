package import ManifestSource
public import MeshModel

/// A VM that is registered for a service: a WorkloadEntry with the annotation that says so.
public struct RegisteredWorkload: Sendable {
  /// Its entry.
  public let entry: WorkloadEntry
  /// The host of the service.
  public let host: String
  /// Where the entry is written.
  public let location: SourceLocation

  /// What is registered by `located`; nil when that is no registration.
  public init?(_ located: LocatedObject) {
    guard case .workloadEntry(let entry) = located.object, let host = entry.registeredHost else {
      return nil
    }
    self.entry = entry
    self.host = host
    location = located.location
  }

  /// The entry's name among all objects.
  public var reference: ObjectReference { MeshObject.workloadEntry(entry).reference }

  /// Whether it gets no new requests: it is being removed, or was taken out by hand.
  public var isDraining: Bool {
    entry.metadata.isTerminating || entry.workload.labels["istio.io/draining"] != nil
  }

  /// Whether it is registered for that service at that address.
  func isFor(_ host: String, in namespace: String, at address: IPAddress) -> Bool {
    self.host == host && entry.metadata.namespace == namespace
      && entry.workload.address == .ip(address)
  }

  /// Whether people mean its service by `name`, in small letters, though there may be no such
  /// service any more.
  func isMeant(by name: String, in namespace: String?) -> Bool {
    let own = entry.metadata.namespace
    if let namespace, namespace != own { return false }
    let isBare = own == (namespace ?? "default") && host.hasPrefix("\(name).\(own).svc.")
    return isBare || name == host || host.hasPrefix("\(name).svc.")
      || (name.hasSuffix(".svc") && host.hasPrefix("\(name)."))
  }
}

extension ManifestSnapshot {
  /// Everything that is registered, by the order of the files.
  package var registeredWorkloads: [RegisteredWorkload] {
    objects.compactMap(RegisteredWorkload.init)
  }
}
