"""A strict xDS client: says exactly what a test wants, and notices every word of the server."""

import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import grpc
from envoy.config.cluster.v3.cluster_pb2 import Cluster
from envoy.config.core.v3.base_pb2 import Node
from envoy.config.endpoint.v3.endpoint_pb2 import ClusterLoadAssignment
from envoy.config.listener.v3.listener_pb2 import Listener
from envoy.config.route.v3.route_pb2 import RouteConfiguration
from envoy.service.discovery.v3.ads_pb2_grpc import AggregatedDiscoveryServiceStub
from envoy.service.discovery.v3.discovery_pb2 import DiscoveryRequest, DiscoveryResponse

_MESSAGES: dict[str, Any] = {
    "cds": Cluster,
    "eds": ClusterLoadAssignment,
    "lds": Listener,
    "rds": RouteConfiguration,
}
_URLS = {kind: f"type.googleapis.com/{m.DESCRIPTOR.full_name}" for kind, m in _MESSAGES.items()}
# A type that no server knows: it is answered with no resources.
_FENCE = "type.googleapis.com/causeway.test.Fence"


@dataclass(frozen=True)
class Response:
    """One DiscoveryResponse: its type by short name, and its resources by name."""

    kind: str
    version: str
    nonce: str
    resources: dict[str, Any]


def node(identifier: str, **metadata: str) -> Node:
    """A node that intercepts nothing, unless the metadata say otherwise."""
    made = Node(id=identifier, cluster="test", user_agent_name="envoy")
    made.metadata.update({"INTERCEPTION_MODE": "NONE", "NAMESPACE": "default", **metadata})
    return made


CLIENT = "sidecar~127.0.0.1~client.default~default.svc.cluster.local"


class Conversation:
    """One ADS stream. Used as `with Conversation(xds) as conversation:`."""

    def __init__(
        self, xds: str, credentials: grpc.ChannelCredentials | None = None, **channel: Any
    ):
        options = [("grpc.use_local_subchannel_pool", 1)]
        self._channel = (
            grpc.secure_channel(xds, credentials, options, **channel)
            if credentials
            else grpc.insecure_channel(xds, options, **channel)
        )
        self._requests: queue.SimpleQueue[DiscoveryRequest | None] = queue.SimpleQueue()
        self._responses: queue.SimpleQueue[Response | grpc.RpcError | None] = queue.SimpleQueue()
        self._fences = 0
        self._nodes_sent = 0
        stub = AggregatedDiscoveryServiceStub(self._channel)
        self._call = stub.StreamAggregatedResources(self._outgoing(), timeout=60)
        threading.Thread(target=self._receive, daemon=True).start()

    def __enter__(self) -> "Conversation":
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._requests.put(None)
        self._call.cancel()
        self._channel.close()

    def request(
        self,
        kind: str,
        names: Iterable[str] = (),
        *,
        version: str = "",
        nonce: str = "",
        refusal: str | None = None,
        sender: Node | None = None,
    ) -> None:
        """Says it. The node is sent once, as Envoy does, unless `sender` is given."""
        message = DiscoveryRequest(
            type_url=_URLS.get(kind, kind),
            resource_names=names,
            version_info=version,
            response_nonce=nonce,
        )
        if sender is None and self._nodes_sent == 0:
            sender = node(CLIENT)
        if sender is not None:
            message.node.CopyFrom(sender)
            self._nodes_sent += 1
        if refusal is not None:
            message.error_detail.code = 13
            message.error_detail.message = refusal
        self._requests.put(message)

    def accept(self, response: Response, names: Iterable[str] = ()) -> None:
        """Acknowledges a response."""
        self.request(response.kind, names, version=response.version, nonce=response.nonce)

    def response(self, kind: str) -> Response:
        """The next response, which must be of that type."""
        return self.responses(kind)[kind]

    def responses(self, *kinds: str, timeout: float = 10.0) -> dict[str, Response]:
        """The next responses, which must be one of each of these types, in any order."""
        found: dict[str, Response] = {}
        while missing := set(kinds) - set(found):
            expected = " or ".join(sorted(missing))
            try:
                got = self._responses.get(timeout=timeout)
            except queue.Empty:
                raise AssertionError(f"no {expected} response within {timeout:g} s") from None
            assert isinstance(got, Response), f"{expected} was expected, the stream ended: {got}"
            assert got.kind in missing, f"{expected} was expected, {got} came"
            found[got.kind] = got
        return found

    def ask(self, kind: str, names: Iterable[str] = ()) -> Response:
        """A first request of a type, and its response, acknowledged."""
        names = list(names)
        self.request(kind, names)
        response = self.response(kind)
        self.accept(response, names)
        return response

    def nothing_more(self) -> None:
        """Fails when the server has said anything else.

        A question of a type that no server knows is asked: what comes before its answer is what
        the server had to say to everything before.
        """
        self._fences += 1
        self.request(f"{_FENCE}{self._fences}")
        fence = self.response(f"{_FENCE}{self._fences}")
        assert not fence.resources

    def ending(self, timeout: float = 10.0) -> tuple[grpc.StatusCode, str]:
        """How the server ends the stream: status and message. No response may come before."""
        try:
            got = self._responses.get(timeout=timeout)
        except queue.Empty:
            raise AssertionError(f"the stream did not end within {timeout:g} s") from None
        assert not isinstance(got, Response), f"the end was expected, {got} came"
        return self._call.code(), self._call.details() or ""

    def _outgoing(self) -> Iterator[DiscoveryRequest]:
        while (message := self._requests.get()) is not None:
            yield message

    def _receive(self) -> None:
        try:
            for message in self._call:
                self._responses.put(_response(message))
            self._responses.put(None)
        except grpc.RpcError as error:
            self._responses.put(error)


def _response(message: DiscoveryResponse) -> Response:
    kinds = {url: kind for kind, url in _URLS.items()}
    kind = kinds.get(message.type_url, message.type_url)
    resources: dict[str, Any] = {}
    for packed in message.resources:
        assert packed.type_url == message.type_url
        resource = _MESSAGES[kind]()
        assert packed.Unpack(resource)
        name = resource.cluster_name if kind == "eds" else resource.name
        assert name not in resources, f"{name} came twice in one response"
        resources[name] = resource
    return Response(kind, message.version_info, message.nonce, resources)
