internal import MeshModel

/// What all files say and said: where the last good version of a broken document is kept.
///
/// Knows no file system: it is told what was read. What follows from a file is made anew only when
/// that file has changed, or another that has objects of the same names.
struct Catalog {
  /// One file.
  private struct Entry {
    /// The content that was last read; nil when it never could be.
    var bytes: [UInt8]?
    /// What is wrong with it, and which objects of it are not read.
    var problems: [ManifestProblem] = []
    var ignored: [Manifest.IgnoredKind] = []
    /// The objects of its current content, in the order of the file.
    var current: [Definition] = []
    /// Objects of earlier contents whose documents are broken now.
    var kept: [Definition] = []
    /// Why the file cannot be read now.
    var readError: String?
    var lastReadMs: Int64?

    /// For every object that it defines, the definition that counts, as far as this file goes.
    var definitions: [ObjectReference: Definition] {
      Dictionary(
        (current + kept).map { ($0.reference, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  private var entries: [String: Entry] = [:]
  /// Ordered by path.
  private var reports: [FileReport] = []
  /// The definitions that count.
  private var inForce = DefinitionMap()
  /// The files that define an object, where there are several.
  private var rivals: [ObjectReference: Set<String>] = [:]
  /// Those of all files; nil when they have changed.
  private var problems: [ManifestProblem]? = []
  private var hasNews = false

  /// The paths that are known, in no order.
  var paths: some Collection<String> { entries.keys }

  /// A file was read.
  mutating func read(_ path: String, bytes: [UInt8], atMs time: Int64) {
    var entry = entries[path] ?? Entry()
    entry.readError = nil
    entry.lastReadMs = time
    if entry.bytes == bytes {
      entries[path] = entry
      report(path)
    } else {
      let manifest = Manifest(parsing: bytes, file: path)
      entry.kept = Self.kept(of: entry.current + entry.kept, by: manifest)
      entry.current = manifest.objects.map { Definition($0, isKept: false) }
      entry.bytes = bytes
      entry.problems = manifest.problems
      entry.ignored = manifest.ignored
      replace(path, with: entry)
      // Even if its objects are the same: fields may stand on other lines.
      hasNews = true
    }
  }

  /// A file could not be read: what it said stays in force.
  mutating func failed(_ path: String, reason: String) {
    entries[path, default: Entry()].readError = reason
    report(path)
  }

  /// A file is gone, and its objects with it; `reason` says why that is worth a word.
  mutating func remove(_ path: String, reason: String? = nil) {
    replace(path, with: reason.map { Entry(readError: $0) })
  }

  /// The objects that stay in force because a document may be a broken version of them.
  ///
  /// A broken document that says which object it is keeps that one. One that does not may be any
  /// object that the file no longer has (of its kind, if that can be read), and so keeps all of
  /// them.
  private static func kept(of before: [Definition], by manifest: Manifest) -> [Definition] {
    guard !manifest.broken.isEmpty else { return [] }
    var present = Set(manifest.objects.map(\.object.reference))
    let kept = before.filter { definition in
      let reference = definition.reference
      let isMeant = manifest.broken.contains { broken in
        if let object = broken.object { return object == reference }
        return broken.kind == nil || broken.kind == reference.kind
      }
      return isMeant && present.insert(reference).inserted
    }
    return kept.map { $0.isKept ? $0 : Definition($0.located, isKept: true) }
  }
}

// Which definition of an object counts.
extension Catalog {
  private mutating func replace(_ path: String, with entry: Entry?) {
    let before = entries[path]?.definitions ?? [:]
    let after = entry?.definitions ?? [:]
    entries[path] = entry
    var concerned: Set<String> = [path]
    var definitions = [path: after]
    for reference in Set(before.keys).union(after.keys) {
      let isHere = after[reference] != nil
      guard let files = files(defining: reference, beside: path) else {
        inForce[reference] = after[reference]
        continue
      }
      concerned.formUnion(files)
      let all = isHere ? files.union([path]) : files
      rivals[reference] = all.count > 1 ? all : nil
      let candidates = all.compactMap { file -> Definition? in
        let known = definitions[file] ?? entries[file]?.definitions ?? [:]
        definitions[file] = known
        return known[reference]
      }
      inForce[reference] = candidates.min { $0.precedes($1) }
    }
    for path in concerned { report(path) }
  }

  /// The other files that define an object; nil when there are none.
  private func files(defining reference: ObjectReference, beside path: String) -> Set<String>? {
    if let files = rivals[reference] { return files.subtracting([path]) }
    guard let file = inForce[reference]?.located.location.file, file != path else { return nil }
    return [file]
  }
}

// What is said of files.
extension Catalog {
  /// Whether there is something to be said that was not in the snapshot before.
  mutating func takeNews() -> Bool {
    defer { hasNews = false }
    return hasNews
  }

  /// What all files say together.
  mutating func snapshot(watching: WatchMode, generation: UInt64) -> ManifestSnapshot {
    let problems = problems ?? Self.merged(reports)
    self.problems = problems
    return ManifestSnapshot(
      files: reports, definitions: inForce, problems: problems, watching: watching,
      generation: generation)
  }

  /// Makes the report of a file anew.
  private mutating func report(_ path: String) {
    let place = reports.place(of: path)
    let before = place < reports.count && reports[place].path == path ? reports[place] : nil
    let after = entries[path].map { report(path, $0) }
    if let before, let after {
      reports[place] = after
      if before.saysTheSame(as: after) { return }
    } else if let after {
      reports.insert(after, at: place)
    } else if before != nil {
      reports.remove(at: place)
    }
    hasNews = true
    if before?.problems ?? [] != after?.problems ?? [] { problems = nil }
  }

  private func report(_ path: String, _ entry: Entry) -> FileReport {
    var problems = entry.problems
    var definitions: [Definition] = []
    for definition in entry.current + entry.kept {
      guard let winner = inForce[definition.reference], winner !== definition else {
        definitions.append(definition)
        continue
      }
      if !definition.isKept { problems.append(Self.secondDefinition(definition, after: winner)) }
    }
    if let reason = entry.readError { problems.append(Self.unreadable(path, reason, entry)) }
    return FileReport(
      path: path, definitions: definitions.sorted { $0.located.location < $1.located.location },
      problems: problems.sorted(), ignored: entry.ignored,
      lastReadMs: entry.lastReadMs, byteCount: entry.bytes?.count ?? 0,
      isStale: !entry.kept.isEmpty || (entry.readError != nil && entry.bytes != nil))
  }

  private static func secondDefinition(
    _ definition: Definition, after winner: Definition
  ) -> ManifestProblem {
    ManifestProblem(
      .error, at: definition.located.location, object: definition.reference,
      message: "It is defined twice: at \(winner.located.location), which is used, and at "
        + "\(definition.located.location), which is not. Remove one of them.")
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

extension [FileReport] {
  /// Where the report of a file is, or is to be put.
  fileprivate func place(of path: String) -> Int {
    var range = indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        self[middle].path < path ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
