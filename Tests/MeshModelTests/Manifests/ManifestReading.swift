import Testing

@testable import MeshModel

/// Reads a text that is expected to have exactly one object and no problems.
func onlyObject(
  _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws -> MeshObject {
  let manifest = Manifest(parsing: text, file: "f.yaml")
  #expect(manifest.problems.map(\.description) == [], sourceLocation: sourceLocation)
  #expect(manifest.objects.count == 1, sourceLocation: sourceLocation)
  return try #require(manifest.objects.first, sourceLocation: sourceLocation).object
}

/// The problems of a text, as they are printed, without the name of the file.
func problems(_ text: String) -> [String] {
  Manifest(parsing: text, file: "f").problems.map { String($0.description.dropFirst(2)) }
}

/// An address in a test; there an impossible one is an error of the test.
func ip(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
