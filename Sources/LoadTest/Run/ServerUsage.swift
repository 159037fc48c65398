internal import FoundationEssentials
internal import Platform

/// What a process takes of the machine, as the kernel tells it (proc(5)).
struct ServerUsage: Sendable {
  /// Time on a CPU, in nanoseconds.
  var cpu: Int64
  /// Memory in RAM, in bytes.
  var residentBytes: Int
  /// The most that it has been since the process was started, in bytes.
  var peakBytes: Int

  /// The present usage of a process; nil when there is none of that number, or it is not known.
  init?(_ process: Int32) {
    guard let cpu = CPUTime.ofProcess(process),
      let status = FileManager.default.contents(atPath: "/proc/\(process)/status")
    else { return nil }
    let text = String(decoding: status, as: UTF8.self)
    guard let resident = Self.kilobytes("VmRSS:", in: text),
      let peak = Self.kilobytes("VmHWM:", in: text)
    else { return nil }
    self.cpu = cpu
    residentBytes = resident << 10
    peakBytes = peak << 10
  }

  private static func kilobytes(_ name: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split { $0 == " " || $0 == "\t" }.first.flatMap { Int($0) }
    }
    return nil
  }
}
