internal import FoundationEssentials

/// What the process takes of the machine, as the kernel tells it (proc(5)).
struct ProcessUsage: Hashable, Sendable {
  /// Time on a CPU, in seconds.
  var cpuSeconds: Double
  /// Memory in RAM, in bytes.
  var residentBytes: UInt64
  /// Address space, in bytes.
  var virtualBytes: UInt64
  /// When it started, in seconds since 1970.
  var startSeconds: Double
  /// Open file descriptors.
  var openDescriptors: Int
  /// How many there may be.
  var descriptorsMax: UInt64

  /// The usage as those texts tell it; nil when they are not what proc(5) says.
  ///
  /// - Parameters:
  ///   - stat: `/proc/self/stat`.
  ///   - status: `/proc/self/status`.
  ///   - limits: `/proc/self/limits`.
  ///   - systemStat: `/proc/stat`.
  ///   - openDescriptors: the number of entries in `/proc/self/fd`.
  init?(
    stat: String, status: String, limits: String, systemStat: String, openDescriptors: Int
  ) {
    // The second field, the name in parentheses, may hold anything: count from its end.
    guard let nameEnd = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: nameEnd)...].split(separator: " ")
    guard fields.count > 20, let user = Double(fields[11]), let system = Double(fields[12]),
      let start = Double(fields[19]), let virtual = UInt64(fields[20]),
      let boot = Self.field("btime", of: systemStat).flatMap(Double.init),
      let resident = Self.field("VmRSS:", of: status).flatMap({ UInt64($0) }),
      let files = Self.field("Max open files", of: limits)
    else { return nil }
    cpuSeconds = (user + system) / Self.ticksPerSecond
    startSeconds = boot + start / Self.ticksPerSecond
    virtualBytes = virtual
    residentBytes = resident * 1024
    self.openDescriptors = openDescriptors
    descriptorsMax = UInt64(files) ?? .max
  }

  /// The present usage of this process; nil on a system without `/proc`.
  static func now() -> ProcessUsage? {
    let files = FileManager.default
    let texts = ["/proc/self/stat", "/proc/self/status", "/proc/self/limits", "/proc/stat"].map {
      files.contents(atPath: $0).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    let descriptors = (try? files.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
    return ProcessUsage(
      stat: texts[0], status: texts[1], limits: texts[2], systemStat: texts[3],
      openDescriptors: descriptors)
  }

  /// The kernel's unit of time towards programs: 100 on every architecture that Swift runs on
  /// (`USER_HZ`).
  private static let ticksPerSecond = 100.0

  /// The first word behind `name` at the start of a line.
  private static func field(_ name: String, of text: String) -> Substring? {
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split { $0 == " " || $0 == "\t" }.first
    }
    return nil
  }
}
