internal import EnvoyAPI
internal import MeshModel
internal import Registry

extension AdminRoutes {
  /// Every VM that is registered.
  static func workloads(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let workloads = state.registry?.workloads else { return .sourcesNotRead }
    return .json(["workloads": .array(workloads.map(json))])
  }

  /// Registers a VM, and answers when it is served.
  static func register(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let registry = state.registry else { return .sourcesNotRead }
    let document: RegistrationDocument
    do throws(RegistrationDocument.Refusal) {
      document = try RegistrationDocument(request)
    } catch {
      return error.response
    }
    do throws(RegistrationError) {
      return .json(json(try registry.register(document.request)), status: .created)
    } catch {
      return .failure(error)
    }
  }

  /// Takes a VM out again, and answers when it drains.
  static func deregister(
    _ request: AdminRequest, _ parameters: [String], _ state: AdminState
  ) -> AdminResponse {
    guard let registry = state.registry, parameters.count == 2 else { return .sourcesNotRead }
    do throws(RegistrationError) {
      let receipt = try registry.deregister(
        service: parameters[0], namespace: request["namespace"], address: parameters[1])
      return .json(json(receipt))
    } catch {
      return .failure(error)
    }
  }

  private static func json(_ receipt: WorkloadRegistry.Receipt) -> JSONValue {
    [
      "revision": .integer(Int64(clamping: receipt.revision)),
      "object": .string(receipt.object.description), "file": .string(receipt.file),
      "service": .string(receipt.host),
    ]
  }

  private static func json(_ workload: RegisteredWorkload) -> JSONValue {
    let spec = workload.entry.workload
    let ports = spec.ports.sorted { $0.key < $1.key }.map { name, port in
      JSONValue.Member(name, .integer(Int64(port)))
    }
    return .object([
      .init("service", .string(workload.host)),
      .init("namespace", .string(workload.entry.metadata.namespace)),
      .init("address", spec.address.map { .string($0.description) } ?? .null),
      .init("ports", .object(ports)),
      .init("labels", .sorted(spec.labels)),
      .init("serviceAccount", .string(spec.serviceAccount)),
      .init("weight", spec.weight.map { .integer(Int64($0)) } ?? .null),
      .init("locality", spec.locality.map { .string($0.text) } ?? .null),
      .init("object", .string(workload.reference.description)),
      .init("file", .string(workload.location.file)),
      .init("draining", .bool(workload.isDraining)),
    ])
  }
}

extension AdminResponse {
  /// Why a VM was not registered or deregistered.
  fileprivate static func failure(_ error: RegistrationError) -> AdminResponse {
    let status: Status =
      switch error.kind {
      case .invalid: .badRequest
      case .notFound: .notFound
      case .conflict: .conflict
      case .notReady: .serviceUnavailable
      case .storage: .internalServerError
      case .storageFull: .insufficientStorage
      }
    return .failure(status, error.message, field: error.field)
  }
}
