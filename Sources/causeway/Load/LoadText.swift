internal import FoundationEssentials
internal import ManifestSource
internal import MeshModel
internal import XDSServer

/// The texts of options, read; an error names the option.
enum LoadText {
  static func duration(_ text: String, _ option: String) throws(UsageError) -> Duration {
    do {
      return try Duration(parsing: text)
    } catch {
      throw UsageError("\(option): \(error)")
    }
  }

  /// `1%`, `0.5%` or `0.01`.
  static func share(_ text: String, _ option: String) throws(UsageError) -> Double {
    let isPercent = text.hasSuffix("%")
    let number = Double(isPercent ? text.dropLast() : text[...]).map { isPercent ? $0 / 100 : $0 }
    guard let number, (0...1).contains(number) else {
      throw UsageError("\(option): '\(text)' is not a share: write 1%, or 0.01.")
    }
    return number
  }

  /// `500/s` or `500`.
  static func rate(_ text: String, _ option: String) throws(UsageError) -> Double {
    let number = Double(text.hasSuffix("/s") ? text.dropLast(2) : text[...])
    guard let number, number > 0, number <= 1e6 else {
      throw UsageError("\(option): '\(text)' is not a rate: write 500/s.")
    }
    return number
  }

  /// `10.0.0.7,10.0.1.1-10.0.1.9`.
  static func addresses(_ text: String, _ option: String) throws(UsageError) -> [SocketAddress] {
    var addresses: [SocketAddress] = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        .map { IPAddress(String($0)) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
        first.family == last.family, first.high == last.high, first.low <= last.low,
        last.low - first.low < 65_536
      else {
        throw UsageError(
          "\(option): '\(part)' is neither an address nor a range such as 10.0.1.1-10.0.1.9.")
      }
      for low in first.low...last.low {
        let ip =
          first.family == .v4
          ? IPAddress(v4: UInt32(truncatingIfNeeded: low)) : IPAddress(v6: first.high, low)
        addresses.append(SocketAddress(ip: ip, port: 0))
      }
    }
    guard !addresses.isEmpty else { throw UsageError("\(option): there is no address in it.") }
    return addresses
  }
}

/// The files that options name.
enum LoadFile {
  static func read(_ path: String, _ option: String) throws(CommandFailure) -> [UInt8] {
    do {
      return try FileWatch.read(path)
    } catch {
      throw CommandFailure("\(option) \(path): It cannot be read: \(error.reason).")
    }
  }

  static func write(_ text: String, _ path: String, _ option: String) throws(CommandFailure) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure("\(option) \(path): It cannot be written.")
    }
  }
}
