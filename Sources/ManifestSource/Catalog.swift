internal import MeshModel

/// What all files say and said: where the last good version of a broken document is kept.
///
/// Knows no file system: it is told what was read.
struct Catalog {
  /// One file.
  private struct Entry {
    /// The content that was last read; nil when it never could be.
    var bytes: [UInt8]?
    var manifest: Manifest?
    /// Objects of earlier contents whose documents are broken now.
    var kept: [LocatedObject] = []
    /// Why the file cannot be read now.
    var readError: String?
    var lastReadMs: Int64?
  }

  private var entries: [String: Entry] = [:]

  /// The paths that are known.
  var paths: [String] { entries.keys.sorted() }

  /// A file was read.
  mutating func read(_ path: String, bytes: [UInt8], atMs time: Int64) {
    var entry = entries[path] ?? Entry()
    entry.readError = nil
    entry.lastReadMs = time
    if entry.bytes != bytes {
      let manifest = Manifest(parsing: bytes, file: path)
      let before = (entry.manifest?.objects ?? []) + entry.kept
      entry.kept = Self.kept(of: before, by: manifest)
      entry.bytes = bytes
      entry.manifest = manifest
    }
    entries[path] = entry
  }

  /// A file could not be read: what it said stays in force.
  mutating func failed(_ path: String, reason: String) {
    entries[path, default: Entry()].readError = reason
  }

  /// A file is gone, and its objects with it.
  mutating func remove(_ path: String) { entries[path] = nil }

  /// The objects that stay in force because a document may be a broken version of them.
  ///
  /// A broken document that says which object it is keeps that one. One that does not may be any
  /// object that the file no longer has (of its kind, if that can be read), and so keeps all of
  /// them.
  private static func kept(of before: [LocatedObject], by manifest: Manifest) -> [LocatedObject] {
    guard !manifest.broken.isEmpty else { return [] }
    var present = Set(manifest.objects.map(\.object.reference))
    return before.filter { located in
      let reference = located.object.reference
      let isMeant = manifest.broken.contains { broken in
        if let object = broken.object { return object == reference }
        return broken.kind == nil || broken.kind == reference.kind
      }
      return isMeant && present.insert(reference).inserted
    }
  }
}

extension Catalog {
  /// What all files say together.
  func snapshot(watching: WatchMode, generation: UInt64) -> ManifestSnapshot {
    var problems: [String: [ManifestProblem]] = [:]
    let objects = objectsInForce { problem in
      problems[problem.location.file, default: []].append(problem)
    }
    let byFile = Dictionary(grouping: objects) { $0.object.location.file }
    var reports: [FileReport] = []
    for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
      var all = (entry.manifest?.problems ?? []) + (problems[path] ?? [])
      if let reason = entry.readError { all.append(Self.unreadable(path, reason, entry)) }
      reports.append(
        FileReport(
          path: path,
          objects: (byFile[path] ?? []).map {
            FileReport.ObjectLine(
              object: $0.object.object.reference, line: $0.object.location.line,
              isLastGoodVersion: $0.isKept)
          },
          problems: all.sorted(), ignored: entry.manifest?.ignored ?? [],
          lastReadMs: entry.lastReadMs, byteCount: entry.bytes?.count ?? 0,
          isStale: !entry.kept.isEmpty || (entry.readError != nil && entry.bytes != nil)))
    }
    return ManifestSnapshot(
      objects: objects.map(\.object), files: reports, problems: Self.merged(reports),
      watching: watching, generation: generation)
  }

  private struct InForce {
    var object: LocatedObject
    var isKept: Bool
  }

  /// Every object once: of several the one in the first file and line, but never a last good
  /// version where there is a current one.
  private func objectsInForce(_ report: (ManifestProblem) -> Void) -> [InForce] {
    var current: [InForce] = []
    var kept: [InForce] = []
    for entry in entries.values {
      current += (entry.manifest?.objects ?? []).map { InForce(object: $0, isKept: false) }
      kept += entry.kept.map { InForce(object: $0, isKept: true) }
    }
    current.sort { $0.object.location < $1.object.location }
    kept.sort { $0.object.location < $1.object.location }
    var winners: [ObjectReference: SourceLocation] = [:]
    var result: [InForce] = []
    for candidate in current + kept {
      let reference = candidate.object.object.reference
      guard let winner = winners[reference] else {
        winners[reference] = candidate.object.location
        result.append(candidate)
        continue
      }
      guard !candidate.isKept else { continue }
      report(
        ManifestProblem(
          .error, at: candidate.object.location, object: reference,
          message: "It is defined twice: at \(winner), which is used, and at "
            + "\(candidate.object.location), which is not. Remove one of them."))
    }
    return result.sorted { $0.object.location < $1.object.location }
  }

  private static func unreadable(
    _ path: String, _ reason: String, _ entry: Entry
  ) -> ManifestProblem {
    let rest = entry.bytes == nil ? "" : " What it said before stays in force."
    return ManifestProblem(
      .error, at: SourceLocation(file: path, line: 1),
      message: "This cannot be read: \(reason).\(rest)")
  }

  /// The problems of all files; a note that holds for several files is said once.
  private static func merged(_ reports: [FileReport]) -> [ManifestProblem] {
    var notes: Set<String> = []
    return reports.flatMap(\.problems).filter {
      $0.severity != .note || notes.insert($0.message).inserted
    }.sorted()
  }
}
