import Testing

@testable import ManifestSource
