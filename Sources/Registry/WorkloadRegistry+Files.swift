internal import Logging
internal import ManifestSource
internal import MeshModel

// What the calls do, under the registry's lock.
extension WorkloadRegistry {
  /// Every VM that is registered, as it is served; nil until the sources have been read.
  public var workloads: [RegisteredWorkload]? {
    server.view()?.manifests.registeredWorkloads
  }

  /// Writes the entry of a new registration, and has it read.
  func write(_ request: RegistrationRequest) throws(RegistrationError) -> Written {
    let view = try view()
    let registration = try CheckedRegistration(request, view.mesh, view.manifests)
    let reference = MeshObject.workloadEntry(registration.entry).reference
    try checkIsNew(registration, view)
    let file = directory.file(of: reference)
    let text = registration.entry.manifest(comment: [
      "Registered for \(registration.service.host) by causeway register.",
      "Edit it, or remove the file: both take effect at once.",
    ])
    do throws(StorageError) {
      try directory.write(text, to: reference)
    } catch {
      throw RegistrationError(error)
    }
    let manifests = source.read(file: file)
    guard manifests.object(reference)?.location.file == file else {
      try? directory.remove(reference)
      _ = source.read(file: file)
      throw RegistrationError(
        .storage, "What was written to \(file) could not be read again, and was removed.")
    }
    return Written(
      object: reference, host: registration.service.host, generation: manifests.generation)
  }

  /// Says in an entry's file that it is being removed, and has that read.
  func drain(
    _ service: String, in namespace: String?, at address: String
  ) throws(RegistrationError) -> Written {
    let view = try view()
    let workload = try registered(service, in: namespace, at: address, view)
    guard owns(workload, view.manifests) else {
      throw RegistrationError(
        .conflict,
        "\(workload.reference) stands in \(workload.location), which is edited by hand: remove it "
          + "there.", field: "ip")
    }
    var written = Written(
      object: workload.reference, host: workload.host, generation: view.manifests.generation)
    guard !workload.entry.metadata.isTerminating else { return written }
    do throws(StorageError) {
      try directory.write(
        workload.entry.manifest(
          comment: ["Deregistered: the file goes as soon as every Envoy knows."],
          deletionTimestamp: Timestamp.now.description),
        to: workload.reference)
    } catch {
      throw RegistrationError(error)
    }
    written.generation = source.read(file: workload.location.file).generation
    return written
  }

  /// Removes the file of an entry that drains; false when that has to be tried again.
  func removeNow(_ object: ObjectReference) -> Bool {
    let file = directory.file(of: object)
    // Whoever has taken the mark out of the file by hand wants the entry to stay.
    guard let located = source.read(file: file).object(object),
      located.object.metadata.isTerminating, located.location.file == file
    else { return true }
    do throws(StorageError) {
      try directory.remove(object)
    } catch {
      logger.error(
        "\(object) is deregistered, but its file stays for now: \(error) It is tried again.")
      return false
    }
    _ = source.read(file: file)
    return true
  }

  /// Whether the file of an entry is the registry's own, and nothing else is in it.
  func owns(_ workload: RegisteredWorkload, _ manifests: ManifestSnapshot) -> Bool {
    let file = directory.file(of: workload.reference)
    return workload.location.file == file
      && manifests.files.first { $0.path == file }?.objects.count == 1
  }

  /// How things stand: by the mesh that is served, but the files as they are now, with what other
  /// calls have written and is about to be served.
  private func view() throws(RegistrationError) -> View {
    guard var view = server.view() else {
      throw RegistrationError(
        .notReady, "The sources have not been read yet: try again in a moment.")
    }
    if let newest = source.newest { view.manifests = newest }
    return view
  }

  /// Waits until what was written is served.
  func receipt(for written: Written) throws(RegistrationError) -> Receipt {
    let file = directory.file(of: written.object)
    guard let revision = server.revision(written.generation) else {
      throw RegistrationError(
        .notReady,
        "\(written.object) is written to \(file), but the server is too busy to say in which "
          + "revision it is served.")
    }
    return Receipt(object: written.object, file: file, host: written.host, revision: revision)
  }
}

// What is there already.
extension WorkloadRegistry {
  /// Refuses what is an endpoint already.
  private func checkIsNew(_ registration: CheckedRegistration, _ view: View)
    throws(RegistrationError)
  {
    guard case .ip(let address) = registration.entry.workload.address else { return }
    let host = registration.service.host
    let workload = view.manifests.registeredWorkloads.first {
      $0.isFor(host, in: registration.service.namespace, at: address)
    }
    if let workload {
      // A registration takes back a deregistration that is under way.
      if workload.entry.metadata.isTerminating, owns(workload, view.manifests) { return }
      let ports = workload.entry.workload.ports.sorted { $0.key < $1.key }
        .map { "\($0.key):\($0.value)" }.joined(separator: " ")
      throw RegistrationError(
        .conflict,
        "\(address) is registered for \(host) already\(ports.isEmpty ? "" : ", with \(ports)") "
          + "(\(workload.location)). Deregister it first, or edit the file.", field: "address")
    }
    let endpoint = registration.service.endpoints.first { $0.address == .ip(address) }
    if let endpoint {
      throw RegistrationError(
        .conflict,
        "\(address) is an endpoint of \(host) already, by \(place(of: endpoint, view)).",
        field: "address")
    }
    let reference = MeshObject.workloadEntry(registration.entry).reference
    if let other = view.manifests.object(reference) {
      throw RegistrationError(
        .conflict,
        "\(reference) is another object already (\(other.location)): rename it.", field: "service")
    }
  }

  /// The object that an endpoint comes from, and its file and line.
  private func place(of endpoint: Endpoint, _ view: View) -> String {
    let location = view.manifests.location(of: endpoint.origin)
    return "\(endpoint.origin)\(location.map { " (\($0))" } ?? "")"
  }

  /// The one registration that is meant.
  private func registered(
    _ service: String, in namespace: String?, at text: String, _ view: View
  ) throws(RegistrationError) -> RegisteredWorkload {
    guard let address = IPAddress(text) else {
      throw RegistrationError(.invalid, "'\(text)' is not an IP address.", field: "ip")
    }
    let services = view.mesh.services(meantBy: service, in: namespace)
    let workloads = view.manifests.registeredWorkloads.filter { workload in
      workload.entry.workload.address == .ip(address)
        && (workload.isMeant(by: service.lowercased(), in: namespace)
          || services.contains { workload.isFor($0.host, in: $0.namespace, at: address) })
    }
    guard let workload = workloads.first else {
      throw nothingRegistered(service, in: namespace, at: address, services, view)
    }
    guard Set(workloads.map(\.entry.metadata.namespace)).count == 1 else {
      let namespaces = workloads.map(\.entry.metadata.namespace).joined(separator: ", ")
      throw RegistrationError(
        .invalid,
        "\(address) is registered for \(service) in the namespaces \(namespaces): say which one "
          + "is meant.", field: "namespace")
    }
    return workload
  }

  private func nothingRegistered(
    _ name: String, in namespace: String?, at address: IPAddress, _ services: [MeshService],
    _ view: View
  ) -> RegistrationError {
    guard !services.isEmpty else { return .unknownService(name, in: namespace, view.mesh) }
    for service in services {
      if let endpoint = service.endpoints.first(where: { $0.address == .ip(address) }) {
        return RegistrationError(
          .conflict,
          "\(address) is not registered, but an endpoint of \(service.host) by "
            + "\(place(of: endpoint, view)): change that object.", field: "ip")
      }
    }
    let others = view.manifests.registeredWorkloads.filter { workload in
      services.contains { $0.host == workload.host }
    }.compactMap { $0.entry.workload.address?.description }
    let list = others.isEmpty ? "none is" : others.sorted().joined(separator: ", ")
    return RegistrationError(
      .notFound,
      "\(address) is not registered for \(services[0].host). Registered: \(list).", field: "ip")
  }
}
