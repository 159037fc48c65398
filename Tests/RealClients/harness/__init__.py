"""What the tests with real clients and the demo are made of.

`Mesh` ties the parts together; each part also works alone: `ControlPlane`, `Envoy`, `App`,
`Network` (one network namespace per host), `Load`.
"""

import os

# The harness starts processes while gRPC's threads run; gRPC's fork handlers only get in the way.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
# gRPC reports each refused connection on stderr; a test looks at the status instead.
os.environ.setdefault("GRPC_VERBOSITY", "NONE")
