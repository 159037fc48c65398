public import MeshModel

/// Everything that the watched files say, at one moment.
public struct ManifestSnapshot: Sendable {
  /// The files, ordered by path.
  public let files: [FileReport]
  /// All problems of all files, ordered by file and line.
  public let problems: [ManifestProblem]
  /// How changes are noticed.
  public let watching: WatchMode
  /// Counts the snapshots of a source; a new one has a greater number.
  public let generation: UInt64

  private let definitions: DefinitionMap

  init(
    files: [FileReport], definitions: DefinitionMap, problems: [ManifestProblem],
    watching: WatchMode, generation: UInt64
  ) {
    self.files = files
    self.definitions = definitions
    self.problems = problems
    self.watching = watching
    self.generation = generation
  }

  /// The objects in force, ordered by file and line, each once.
  ///
  /// Among them are last good versions of documents that are broken now.
  /// - Complexity: O(objects).
  public var objects: [LocatedObject] { files.flatMap { $0.definitions.map(\.located) } }

  /// How many objects are in force.
  public var objectCount: Int { definitions.count }

  /// The objects of which the last good version is in force, in the order of `objects`.
  ///
  /// - Complexity: O(files, and objects of those that are stale).
  public var keptObjects: [ObjectReference] {
    files.filter(\.isStale).flatMap { $0.definitions.filter(\.isKept).map(\.reference) }
  }

  /// The object of that name; nil when there is none.
  ///
  /// - Complexity: O(1).
  public func object(_ reference: ObjectReference) -> LocatedObject? {
    definitions[reference]?.located
  }

  /// Whether an object stands where it stood in `earlier`, in the same words.
  ///
  /// - Complexity: O(1).
  public func isUntouched(_ object: ObjectReference, since earlier: ManifestSnapshot) -> Bool {
    guard let definition = definitions[object] else { return false }
    return definition === earlier.definitions[object]
  }

  /// Where an object's field is written (`spec.ports[0].number`).
  ///
  /// When there is no such field, the place of the innermost one around it, in the end the object's
  /// first line; nil when there is no such object. Serves to show a person where a problem of the
  /// mesh comes from.
  ///
  /// - Complexity: O(size of the object's document), as that is read again.
  public func location(of object: ObjectReference, field: String = "") -> SourceLocation? {
    guard let located = self.object(object) else { return nil }
    return field.isEmpty ? located.location : located.location(of: field)
  }
}

extension ManifestSnapshot {
  /// What happened to objects between `earlier`, a snapshot of the same source, and this one: what
  /// is new or changed in the order of the files, then what is gone, by name.
  ///
  /// Where an object is written makes no difference. Snapshots between the two may have been
  /// missed.
  /// - Complexity: O(files, and objects of those that changed).
  public func changes(since earlier: ManifestSnapshot?) -> [ObjectChange] {
    guard let earlier else { return objects.map { .added($0.object) } }
    let (old, new) = changedFiles(since: earlier)
    var changes: [ObjectChange] = []
    for definition in new.flatMap(\.definitions) {
      let before = earlier.definitions[definition.reference]
      guard let before else {
        changes.append(.added(definition.located.object))
        continue
      }
      if before !== definition, before.located.object != definition.located.object {
        changes.append(.changed(from: before.located.object, to: definition.located.object))
      }
    }
    let removed = old.flatMap(\.definitions).filter { definitions[$0.reference] == nil }
    changes += removed.sorted { $0.reference < $1.reference }.map { .removed($0.located.object) }
    return changes
  }

  /// The files that are not the same in both.
  private func changedFiles(
    since earlier: ManifestSnapshot
  ) -> (old: [FileReport], new: [FileReport]) {
    var (old, new): ([FileReport], [FileReport]) = ([], [])
    var (left, right) = (earlier.files.startIndex, files.startIndex)
    while left < earlier.files.endIndex || right < files.endIndex {
      let before = left < earlier.files.endIndex ? earlier.files[left] : nil
      let after = right < files.endIndex ? files[right] : nil
      let isOld = after == nil || (before.map { $0.path <= after?.path ?? "" } ?? false)
      let isNew = before == nil || (after.map { $0.path <= before?.path ?? "" } ?? false)
      if isOld { left += 1 }
      if isNew { right += 1 }
      if before === after { continue }
      if isOld, let before { old.append(before) }
      if isNew, let after { new.append(after) }
    }
    return (old, new)
  }
}

/// How a source notices changes.
public enum WatchMode: Hashable, Sendable {
  /// Not at all: it has only been read.
  case none
  /// The kernel tells.
  case inotify
  /// By looking at all files in intervals, for the given reason (a sentence for people).
  case periodic(reason: String)
}

/// Why a source cannot be made.
public enum ManifestSourceError: Error, Hashable, Sendable {
  /// No path was given.
  case noPaths
  /// There is nothing at a path.
  case notFound(path: String)
  /// A path cannot be looked at.
  case unreadable(path: String, reason: String)
  /// A path is neither a file nor a folder.
  case notAFile(path: String)
  /// A path should be that of a folder.
  case notAFolder(path: String)
}

extension ManifestSourceError: CustomStringConvertible {
  /// A sentence for people.
  public var description: String {
    switch self {
    case .noPaths: "No file or folder of manifests was given."
    case .notFound(let path): "\(path) does not exist. Give a file or a folder of manifests."
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
    case .notAFile(let path): "\(path) is neither a file nor a folder."
    case .notAFolder(let path): "\(path) is not a folder."
    }
  }
}
