import Foundation

/// The checkout that the tests were built from.
private let root = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The bytes of a file of the checkout.
func file(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: root.appending(path: path)))
}

/// The bytes of all files in a folder of the checkout, by name.
func files(in folder: String) throws -> [[UInt8]] {
  try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path())
    .sorted().map { try file("\(folder)/\($0)") }
}
