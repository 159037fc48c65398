internal import Glibc
internal import Platform

/// The folders that are watched, and what in them matters.
struct WatchList: ~Copyable {
  private struct Interest {
    var folder: String
    /// Whether all names matter, or only `names`.
    var isWhole = false
    var names: Set<String> = []
  }

  private let inotify: Inotify
  private let watchCountMax: Int
  private var interests: [Int32: Interest] = [:]
  /// Those that the scan under way has asked for.
  private var renewed: [Int32: Interest] = [:]
  /// Why not everything could be watched, if so.
  private(set) var failure: String?

  /// A list without watches; with a limit on their number, as the kernel has one, for tests.
  init(watchCountMax: Int = .max) throws(SystemError) {
    inotify = try Inotify()
    self.watchCountMax = watchCountMax
  }

  /// The descriptor, for `poll`.
  var descriptor: Int32 { inotify.descriptor }

  /// Begins to ask anew for everything that is to be watched.
  mutating func beginScan() {
    renewed = [:]
    failure = nil
  }

  /// Watches what is of interest in a folder.
  mutating func watch(_ folder: String, _ interest: FolderScan.Interest) {
    var isNeeded = true
    var mask = Inotify.everything
    if case .wayTo = interest {
      isNeeded = false
      mask = Inotify.structure
    }
    do throws(SystemError) {
      let watch = try inotify.add(folder, mask: mask)
      guard renewed[watch] != nil || renewed.count < watchCountMax else {
        throw SystemError("inotify_add_watch", ENOSPC)
      }
      switch interest {
      case .wayTo(let name), .file(let name):
        renewed[watch, default: Interest(folder: folder)].names.insert(name)
      case .everything: renewed[watch, default: Interest(folder: folder)].isWhole = true
      }
    } catch {
      switch error.number {
      case ENOSPC:
        failure =
          "The kernel watches no more folders for this user (fs.inotify.max_user_watches)."
      // What is not there cannot change; the folder above it is watched.
      case ENOENT, ENOTDIR: break
      // A folder that may be passed through but not read is seldom replaced.
      case EACCES where !isNeeded: break
      default: failure = "\(folder) cannot be watched: \(error.text)."
      }
    }
  }

  /// Gives up the watches that were not asked for again.
  mutating func endScan() {
    for watch in interests.keys where renewed[watch] == nil { inotify.remove(watch) }
    interests = renewed
  }

  /// Reads what has happened.
  ///
  /// - Returns: Whether it may matter.
  mutating func drain<Instant>(into debounce: inout Debounce<Instant>) -> Bool {
    var matters = false
    for event in inotify.read() {
      if event.isOverflow {
        matters = true
        continue
      }
      guard let interest = interests[event.watch], Self.matters(event, interest) else { continue }
      // A watch that is gone was that of a folder that is gone, which its parent has told.
      matters = matters || !event.isRemoval
      let file = "\(event.watch)/\(event.name)"
      if event.isCompletion {
        debounce.finished(file)
      } else if event.isModification
        || (event.isCreation && FileAccess.isEmpty("\(interest.folder)/\(event.name)"))
      {
        debounce.writing(file)
      }
    }
    return matters
  }

  private static func matters(_ event: Inotify.Event, _ interest: Interest) -> Bool {
    if event.name.isEmpty || interest.names.contains(event.name) { return true }
    guard interest.isWhole else { return false }
    // A ConfigMap's volume changes by a new link `..data`, through which the visible ones lead.
    if event.name.hasPrefix("..") { return true }
    if FolderScan.isIgnored(event.name) { return false }
    return FolderScan.isManifest(event.name) || !event.isModification
  }
}
