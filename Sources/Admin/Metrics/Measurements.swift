internal import ManifestSource
internal import MeshModel
internal import XDSServer

/// What `/metrics` tells of, at one moment.
struct Measurements: Sendable {
  /// The version of the program.
  var version: String
  /// What is served; nil until the sources have been read.
  var view: AdminState.View?
  /// What was sent to clients and heard from them.
  var discovery = DiscoveryStatistics()
  /// What connections have done.
  var transport = TransportCounters()
  /// How many clients are connected, by kind and state; nil when the event loops had no time to
  /// say.
  var clients: [ClientGroup: Int]?
  /// How many requests the admin API has answered, by status code.
  var adminAnswers: [Int: Int] = [:]
  /// What the process takes; nil where the system does not say.
  var process: ProcessUsage?

  /// The measurements of a server that has done nothing.
  init(version: String) { self.version = version }
}

extension Measurements {
  /// All metrics, each once; docs/METRICS.md says what they are good for.
  var families: [MetricFamily] {
    serverFamilies + meshFamilies + clientFamilies + pushFamilies + connectionFamilies
      + processFamilies
  }

  /// All metrics in Prometheus' text format.
  var text: String { families.map(\.text).joined() }

  private var serverFamilies: [MetricFamily] {
    [
      MetricFamily(
        "causeway_build_info", .gauge, "Always 1; its label says which version runs.",
        samples: [.init(labels: ["version": version], value: 1)]),
      MetricFamily(
        "causeway_ready", .gauge,
        "Whether the sources have been read and xDS is served (1) or not (0).",
        view == nil ? 0 : 1),
      MetricFamily(
        "causeway_revision", .gauge, "The current revision; it counts from 1 at every start.",
        view?.generator.revision ?? 0),
      MetricFamily(
        "causeway_admin_requests_total", .counter, "Answers of the admin API, by status code.",
        samples: adminAnswers.sorted { $0.key < $1.key }.map { code, count in
          .init(labels: ["code": String(code)], value: Double(count))
        }),
    ]
  }

  private var meshFamilies: [MetricFamily] {
    let problems = (view?.manifests.problems ?? []) + (view?.meshProblems ?? [])
    let files = view?.manifests.files ?? []
    let services = view?.generator.mesh.services ?? MeshList()
    return [
      MetricFamily(
        "causeway_source_files", .gauge, "Files of manifests that are watched.", files.count),
      MetricFamily(
        "causeway_source_objects", .gauge, "Objects in force.",
        view?.manifests.objectCount ?? 0),
      MetricFamily(
        "causeway_source_problems", .gauge,
        "What is wrong with the sources now: errors are objects that cannot be taken.",
        samples: [ManifestProblem.Severity.error, .warning, .note].map { severity in
          .init(
            labels: ["severity": severity.rawValue],
            value: Double(problems.count { $0.severity == severity }))
        }),
      MetricFamily(
        "causeway_source_objects_kept", .gauge,
        "Objects of which the last good version is in force because the present one is broken.",
        view?.manifests.keptObjects.count ?? 0),
      MetricFamily("causeway_services", .gauge, "Services of the mesh.", services.count),
      MetricFamily(
        "causeway_endpoints", .gauge, "Endpoints of services, by kind and health.",
        samples: endpointSamples(services)),
      MetricFamily(
        "causeway_workloads", .gauge, "Pods and VMs of the mesh.",
        view?.generator.mesh.workloads.count ?? 0),
    ]
  }

  private func endpointSamples(_ services: MeshList<MeshService>) -> [MetricFamily.Sample] {
    var counts: [Endpoint.Kind: [Endpoint.Health: Int]] = [:]
    for endpoint in services.lazy.flatMap(\.endpoints) {
      counts[endpoint.kind, default: [:]][endpoint.health, default: 0] += 1
    }
    return Endpoint.Kind.allCases.flatMap { kind in
      Endpoint.Health.allCases.map { health in
        .init(
          labels: ["kind": kind.rawValue, "health": health.rawValue],
          value: Double(counts[kind]?[health] ?? 0))
      }
    }
  }

  private var clientFamilies: [MetricFamily] {
    guard let clients else { return [] }
    let groups = ProxyNode.Kind.allCases.flatMap { kind in
      AcknowledgementState.allCases.map { ClientGroup(kind: kind, state: $0) }
    }
    return [
      MetricFamily(
        "causeway_proxies", .gauge,
        "xDS streams of connected clients, by kind of client and state.",
        samples: groups.map { group in
          .init(
            labels: ["kind": group.kind.word, "state": group.state.rawValue],
            value: Double(clients[group] ?? 0))
        })
    ]
  }
}
