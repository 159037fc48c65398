/// The workloads, and what they serve.
struct MemberTable: Sendable {
  /// A port on which a workload serves a port of a host.
  struct Serving: Sendable {
    /// The host's number.
    var host: Int
    var servicePort: UInt16
    var port: UInt16
  }

  /// What is known of one workload.
  struct Entry: Sendable {
    /// The workload as the mesh has it; nil when it has none.
    var workload: Shared<Workload>?
    var serves: [Serving] = []
  }

  /// By the pod's number.
  private var pods: [Entry] = []
  private var vms: [IPAddress: Entry] = [:]

  subscript(member: Roster.Member) -> Entry {
    switch member {
    case .pod(let number): number < pods.count ? pods[number] : Entry()
    case .vm(let address): vms.isEmpty ? Entry() : vms[address] ?? Entry()
    }
  }

  /// Changes what is known of a workload.
  mutating func update(_ member: Roster.Member, _ change: (inout Entry) -> Void) {
    switch member {
    case .pod(let number):
      while pods.count <= number { pods.append(Entry()) }
      change(&pods[number])
    case .vm(let address):
      change(&vms[address, default: Entry()])
      if let entry = vms[address], entry.workload == nil, entry.serves.isEmpty {
        vms[address] = nil
      }
    }
  }
}
