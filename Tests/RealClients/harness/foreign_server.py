"""An xDS server of other people's code: grpcio and Envoy's own protos. It has two services, one of which
changes.

It serves the aggregated service in both variants, as simply as the protocol allows: every request that asks for
something new is answered, and a change is sent to everyone who has asked for endpoints.
"""

import itertools
import queue
import threading
from collections.abc import Iterator
from concurrent import futures
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import grpc
from envoy.config.cluster.v3 import cluster_pb2
from envoy.config.endpoint.v3 import endpoint_pb2
from envoy.config.listener.v3 import listener_pb2
from envoy.config.route.v3 import route_pb2
from envoy.extensions.filters.network.http_connection_manager.v3 import (
    http_connection_manager_pb2 as hcm_pb2,
)
from envoy.service.discovery.v3 import ads_pb2_grpc, discovery_pb2
from google.protobuf import any_pb2

_PREFIX = "type.googleapis.com/"
CDS = _PREFIX + "envoy.config.cluster.v3.Cluster"
EDS = _PREFIX + "envoy.config.endpoint.v3.ClusterLoadAssignment"
LDS = _PREFIX + "envoy.config.listener.v3.Listener"
RDS = _PREFIX + "envoy.config.route.v3.RouteConfiguration"


def _packed(message: Any) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


def _cluster(name: str) -> any_pb2.Any:
    cluster = cluster_pb2.Cluster(name=name, type=cluster_pb2.Cluster.EDS)
    # Endpoints go by another name than their cluster's.
    cluster.eds_cluster_config.service_name = f"endpoints of {name}"
    cluster.eds_cluster_config.eds_config.ads.SetInParent()
    return _packed(cluster)


def _assignment(name: str, address: str) -> any_pb2.Any:
    assignment = endpoint_pb2.ClusterLoadAssignment(cluster_name=name)
    endpoint = assignment.endpoints.add().lb_endpoints.add().endpoint
    endpoint.address.socket_address.address = address
    endpoint.address.socket_address.port_value = 80
    return _packed(assignment)


def _listener() -> any_pb2.Any:
    manager = hcm_pb2.HttpConnectionManager(stat_prefix="x")
    manager.rds.route_config_name = "the routes"
    manager.rds.config_source.ads.SetInParent()
    listener = listener_pb2.Listener(name="entry")
    listener.filter_chains.add().filters.add(name="http").typed_config.Pack(manager)
    return _packed(listener)


class ForeignServer(ads_pb2_grpc.AggregatedDiscoveryServiceServicer):
    """Use with `with`. `POST /change/N` at `admin_port` makes change N: an address 10.99.0.N."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = 0
        self._streams: list[queue.SimpleQueue[Any]] = []
        self._server = grpc.server(futures.ThreadPoolExecutor(max_workers=128))
        ads_pb2_grpc.add_AggregatedDiscoveryServiceServicer_to_server(self, self._server)
        self.xds_port = self._server.add_insecure_port("127.0.0.1:0")
        self.refused = 0
        self._counting = threading.Lock()
        self.nodes: set[str] = set()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner.change(int(self.path.rsplit("/", 1)[1]))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._admin = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.admin_port = self._admin.server_address[1]

    def __enter__(self) -> "ForeignServer":
        self._server.start()
        threading.Thread(target=self._admin.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.shutdown()
        self._server.stop(0).wait()

    def change(self, number: int) -> None:
        with self._lock:
            self._revision = number
            for stream in self._streams:
                stream.put(number)

    def _resources(self, type_url: str) -> dict[str, any_pb2.Any]:
        routes = route_pb2.RouteConfiguration(name="the routes")
        return {
            CDS: {"tea": _cluster("tea"), "milk": _cluster("milk")},
            EDS: {
                "endpoints of tea": _assignment("endpoints of tea", f"10.99.0.{self._revision}"),
                "endpoints of milk": _assignment("endpoints of milk", "10.1.1.1"),
            },
            LDS: {"entry": _listener()},
            RDS: {"the routes": _packed(routes)},
        }[type_url]

    def _events(self, requests: Iterator[Any]) -> Iterator[Any]:
        """The requests of a stream, and the changes that concern it."""
        events: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def read() -> None:
            try:
                for request in requests:
                    events.put(request)
            except grpc.RpcError:
                pass
            events.put(None)

        with self._lock:
            self._streams.append(events)
        threading.Thread(target=read, daemon=True).start()
        try:
            yield from iter(events.get, None)
        finally:
            with self._lock:
                self._streams.remove(events)

    def StreamAggregatedResources(self, requests: Iterator[Any], _: Any) -> Iterator[Any]:
        nonces = (f"nonce/{n}" for n in itertools.count())
        names: dict[str, list[str]] = {}
        for event in self._events(requests):
            if isinstance(event, int):
                if EDS in names:
                    yield self._response(EDS, names[EDS], next(nonces))
                continue
            if event.node.id:
                self.nodes.add(event.node.id)
            if event.HasField("error_detail"):
                with self._counting:
                    self.refused += 1
                continue
            wanted = list(event.resource_names)
            if event.response_nonce and names.get(event.type_url) == wanted:
                continue
            names[event.type_url] = wanted
            yield self._response(event.type_url, wanted, next(nonces))

    def _response(self, type_url: str, names: list[str], nonce: str) -> Any:
        every = self._resources(type_url)
        return discovery_pb2.DiscoveryResponse(
            version_info=f"revision {self._revision}",
            resources=[any_ for name, any_ in every.items() if not names or name in names],
            type_url=type_url,
            nonce=nonce,
        )

    def DeltaAggregatedResources(self, requests: Iterator[Any], _: Any) -> Iterator[Any]:
        nonces = (f"nonce/{n}" for n in itertools.count())
        names: dict[str, set[str]] = {}
        for event in self._events(requests):
            if isinstance(event, int):
                if "endpoints of tea" in names.get(EDS, ()):
                    yield self._delta(EDS, {"endpoints of tea"}, next(nonces))
                continue
            if event.node.id:
                self.nodes.add(event.node.id)
            if event.HasField("error_detail"):
                with self._counting:
                    self.refused += 1
            is_new = event.type_url not in names
            wanted = set(event.resource_names_subscribe)
            names.setdefault(event.type_url, set()).update(wanted)
            names[event.type_url] -= set(event.resource_names_unsubscribe)
            if is_new or wanted:
                yield self._delta(event.type_url, wanted, next(nonces))

    def _delta(self, type_url: str, names: set[str], nonce: str) -> Any:
        every = self._resources(type_url)
        revision = self._revision if type_url == EDS else 0
        return discovery_pb2.DeltaDiscoveryResponse(
            resources=[
                discovery_pb2.Resource(name=name, version=f"r{revision}", resource=any_)
                for name, any_ in every.items()
                if not names or name in names
            ],
            type_url=type_url,
            nonce=nonce,
        )
