import Testing

@testable import XDSServer
