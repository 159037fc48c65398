"""The page of `causeway serve`: what the fake server shows of it is true of the real one."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Page
from fake_server import assembled_page
from harness.control_plane import ControlPlane
from harness.conversation import CLIENT, Conversation, node
from harness.manifests import Manifest, documents, pod, service, service_entry

HOST = "shop.default.svc.cluster.local"
CLUSTER = f"outbound|80||{HOST}"


class Served:
    """A control plane over a folder with a service of one pod."""

    def __init__(self, folder: Path):
        self.config = folder / "config"
        self.config.mkdir()
        self.write("service.yaml", service("shop", {"http": 80}, selector={"app": "shop"}))
        self.write("pod.yaml", pod("shop-1", "10.0.0.1", {"app": "shop"}))
        self.control_plane = ControlPlane([self.config], folder).wait_until_ready()
        self.url = f"http://127.0.0.1:{self.control_plane.admin_port}/"

    def write(self, name: str, *manifests: Manifest) -> None:
        """Writes a file at once, as a deployment does."""
        new = self.config / f".{name}.new"
        new.write_text(documents(*manifests))
        new.rename(self.config / name)

    def write_vm(self) -> None:
        """A VM joins the service."""
        endpoints = [{"address": "10.128.0.1", "labels": {"app": "shop"}}]
        self.write(
            "vm.yaml", service_entry("shop", [HOST], [("http", 80, "HTTP")], endpoints=endpoints)
        )


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Running, and it outlives the page that looks at it."""
    made = Served(tmp_path)
    yield made
    made.control_plane.stop()


# The server must still be there when the page is closed.
@pytest.fixture
def page(served: Served, page: Page) -> Page:
    return page


def test_the_page_has_its_policy(served: Served) -> None:
    html, policy = assembled_page()
    for method in ("GET", "HEAD"):
        connection = http.client.HTTPConnection("127.0.0.1", served.control_plane.admin_port)
        connection.request(method, "/")
        response = connection.getresponse()
        assert response.status == 200
        assert response.headers["Content-Security-Policy"] == policy
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Content-Length"] == str(len(html.encode()))
        assert response.read().decode() == (html if method == "GET" else "")
        connection.close()


def test_a_changed_file_is_shown_without_loading_again(page: Page, served: Served) -> None:
    page.open(served.url)
    page.wait_for_text("#services", "1 pod")
    assert "No proxy is connected" in page.text("#proxies")
    page.js("void (window.row = document.querySelector('#services details'))")
    page.click("#services summary")
    page.wait_for_text("#services table", "Pod default/shop-1")
    served.write_vm()
    page.wait_for_text("#services", "1 pod, 1 VM")
    page.wait_for_text("#services table", "ServiceEntry default/shop")
    assert page.js("row.isConnected && row.open")
    page.wait_for_text("#pushes", "Revision 2")
    page.js("document.getElementById('snapshot').scrollIntoView()")
    page.click("#snapshot summary")
    page.wait_for_text("#snapshot table", CLUSTER)


def test_a_broken_file_is_shown_with_its_line(page: Page, served: Served) -> None:
    page.open(served.url)
    page.wait_for_text("#status", "no source errors")
    broken = "apiVersion: v1\nkind: Service\nmetadata: {name: broken}\nspec:\n  ports: 7\n"
    (served.config / "broken.yaml").write_text(broken)
    page.wait_for_text("#status", "✕ 1 source error")
    page.wait_for_text("#sources article", "broken.yaml:5")


def test_a_proxy_is_shown_from_its_first_request_to_its_last(page: Page, served: Served) -> None:
    page.open(served.url)
    page.wait_for_text("#proxies", "No proxy is connected")
    with Conversation(served.control_plane.xds) as conversation:
        conversation.ask("cds")
        page.wait_for_text("#proxies", "CDS ✓")
        conversation.request("eds", [CLUSTER])
        endpoints = conversation.response("eds")
        page.wait_for_text("#proxies", "EDS …")
        conversation.accept(endpoints, [CLUSTER])
        page.wait_for_text("#proxies", "EDS ✓")
        conversation.ask("lds")
        conversation.ask("rds", ["80"])
        page.wait_for_text("#status", "✓ 1 synced")
        page.click("#proxies td a")
        page.wait_for_text("#proxy h1", CLIENT)
        page.click("#search")
        page.type(CLUSTER)
        page.wait_for_text("#proxy pre", '"name": "' + CLUSTER)
        page.js("document.querySelectorAll('#proxy details').forEach(d => d.open = true)")
        page.wait(
            "the endpoints", "document.getElementById('proxy').innerText.includes('10.0.0.1')"
        )
        served.write_vm()
        conversation.response("eds")
        page.wait("the VM", "document.getElementById('proxy').innerText.includes('10.128.0.1')")
        page.js("location.hash = ''")
    page.wait_for_text("#proxies", "No proxy is connected")


def test_a_rejection_names_the_object(page: Page, served: Served) -> None:
    page.open(served.url)
    with Conversation(served.control_plane.xds) as conversation:
        conversation.request("cds")
        refused = conversation.response("cds")
        refusal = f"Error adding cluster {CLUSTER}: <b>no</b>"
        conversation.request("cds", nonce=refused.nonce, refusal=refusal)
        page.wait_for_text("#refusals", refusal)
        page.wait_for_text("#refusals", "Service default/shop")
        page.wait_for_text("#status", "✕ 1 rejected")
        assert page.js("document.querySelector('#refusals b')") is None


def test_a_hostile_node_id_is_shown_and_not_run(page: Page, served: Served) -> None:
    hostile = "<img src=x onerror=window.hacked=1>/../?a=b#c&%41\u202e"
    page.open(served.url)
    with Conversation(served.control_plane.xds) as conversation:
        conversation.request("cds", sender=node(hostile))
        conversation.accept(conversation.response("cds"))
        page.wait_for_text("#proxies", hostile.replace("\u202e", "\ufffd"))
        page.click("#proxies td a")
        page.wait_for_text("#proxy details", "CDS")
        assert page.js("window.hacked") is None
        assert page.js("document.querySelector('img')") is None


def test_it_recovers_when_the_server_is_started_again(page: Page, served: Served) -> None:
    page.expected.append("net::ERR_")
    page.open(served.url)
    page.wait_for_text("#services", "1 pod")
    page.js("void (window.row = document.querySelector('#services details'))")
    served.control_plane.kill()
    page.wait_for_text("#gone", "The server does not answer since ")
    served.write_vm()
    served.control_plane.start_again()
    page.wait_for_text("#services", "1 pod, 1 VM")
    page.wait("the warning to go", "document.getElementById('gone').innerText === ''")
    assert page.js("row.isConnected")
