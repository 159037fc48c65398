internal import enum MeshModel.HostPattern
internal import struct MeshModel.Mesh
internal import struct MeshModel.VirtualService

/// Which VirtualServices must be looked at again when a service is another: those that lead to it,
/// and those that name it beside hosts that are no services.
struct RuleDependents: Sendable {
  private struct Entry: OrderedElement {
    /// What they depend on.
    var host: String
    /// A host for which the VirtualService is.
    var dependent: String
    /// The VirtualService.
    var owner: String

    static func precedes(_ left: Entry, _ right: Entry) -> Bool {
      (left.host, left.dependent, left.owner) < (right.host, right.dependent, right.owner)
    }
  }

  private var entries = OrderedChunks<Entry>()

  /// The dependents in `mesh`.
  init(_ mesh: Mesh) {
    let hosts = Set(mesh.virtualServices.lazy.flatMap(\.hosts))
    entries = entries.replacing([], with: Self.entries(of: hosts, in: mesh))
  }

  /// Those when the rules for `hosts` are no longer those of `old`, but of `new`.
  func applying(_ hosts: Set<String>, from old: Mesh, to new: Mesh) -> RuleDependents {
    var result = self
    result.entries = entries.replacing(
      Self.entries(of: hosts, in: old), with: Self.entries(of: hosts, in: new))
    return result
  }

  /// The hosts whose routes depend on what `host` is.
  ///
  /// - Complexity: O(log n).
  func dependents(on host: String) -> Set<String> {
    var found: Set<String> = []
    var rest = entries.elements { $0.host < host }
    while let entry = rest.next(), entry.host == host { found.insert(entry.dependent) }
    return found
  }

  /// The hosts whose routes depend on those hosts, which may be patterns.
  ///
  /// - Complexity: O(hosts · log n); O(n) where one is a pattern.
  func dependents(on hosts: Set<String>) -> Set<String> {
    if entries.isEmpty { return [] }
    var found: Set<String> = []
    for host in hosts {
      if host.hasPrefix("*") {
        for entry in entries where HostPattern.covers(host, entry.host) {
          found.insert(entry.dependent)
        }
      } else {
        found.formUnion(dependents(on: host))
      }
    }
    return found
  }

  private static func entries(of hosts: Set<String>, in mesh: Mesh) -> [Entry] {
    hosts.flatMap { host in
      mesh.virtualServices(naming: host).flatMap { rule in
        let owner = "\(rule.metadata.namespace)/\(rule.metadata.name)"
        return rule.namedHosts.map {
          Entry(host: $0, dependent: host, owner: owner)
        }
      }
    }
  }
}
