import Testing

@testable import XDSProto
