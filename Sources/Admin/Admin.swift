internal import XDSServer
