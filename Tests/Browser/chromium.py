"""A headless Chromium, driven over the DevTools protocol through a pair of pipes."""

import base64
import fcntl
import itertools
import json
import os
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any

from harness.waiting import InVain, wait_for

_TIMEOUT = 30.0


class Chromium:
    """One browser process; its pages share nothing but the process. Use with `with`."""

    def __init__(self, folder: Path):
        reading, self._write = os.pipe()
        self._read, writing = os.pipe()
        # Far from the numbers that they are going to get.
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 100) for end in (reading, writing)]
        self._log = (folder / "chromium.log").open("wb")
        # The protocol speaks on the descriptors 3 and 4.
        self._child = subprocess.Popen(
            [
                "bash",
                "-c",
                'exec "$@" 3<&{} 4>&{}'.format(*theirs),
                "bash",
                "setpriv",
                "--pdeathsig=KILL",
                "chromium",
                "--headless",
                "--remote-debugging-pipe",
                f"--user-data-dir={folder / 'profile'}",
                # Tests run as root in containers, where the sandbox cannot; only our own page is opened.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--hide-scrollbars",
            ],
            pass_fds=theirs,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        for end in (reading, writing, *theirs):
            os.close(end)
        self._numbers = itertools.count(1)
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}
        threading.Thread(target=self._receive, daemon=True).start()

    def __enter__(self) -> "Chromium":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._write)
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._log.close()

    def page(self) -> "Page":
        """A new page, with storage of its own."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, attached["sessionId"], context)
        self._pages[attached["sessionId"]] = page
        page.listen()
        return page

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """The result of a command."""
        number = next(self._numbers)
        answers = self._answers[number] = queue.SimpleQueue()
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        try:
            answer = answers.get(timeout=_TIMEOUT)
        except queue.Empty:
            raise AssertionError(
                f"Chromium did not answer {method} within {_TIMEOUT:g} s"
            ) from None
        finally:
            del self._answers[number]
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _receive(self) -> None:
        buffer = b""
        while chunk := os.read(self._read, 1 << 16):
            *messages, buffer = (buffer + chunk).split(b"\0")
            for message in map(json.loads, messages):
                if answers := self._answers.get(message.get("id")):
                    answers.put(message)
                elif page := self._pages.get(message.get("sessionId")):
                    page.events.append((message["method"], message["params"]))


class Page:
    """One page. `events` has everything that the browser said of it, in order."""

    def __init__(self, browser: Chromium, session: str, context: str):
        self._browser = browser
        self._session = session
        self._context = context
        self.events: list[tuple[str, dict[str, Any]]] = []
        # Complaints that a test provokes on purpose: parts of their text.
        self.expected: list[str] = []

    def listen(self) -> None:
        for domain in ("Page", "Runtime", "Network", "Log", "Audits"):
            self.call(f"{domain}.enable")
        self.resize(1280, 900)
        self.emulate("light")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command to this page."""
        return self._browser.call(method, self._session, **parameters)

    def close(self) -> None:
        """Closes it, with all that it stored."""
        self._browser.call("Target.disposeBrowserContext", browserContextId=self._context)

    def resize(self, width: int, height: int, mobile: bool = False) -> None:
        """The size of the window, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )

    def emulate(self, scheme: str) -> None:
        """Has the person prefer `light` or `dark`, and no motion."""
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": name, "value": value} for name, value in features.items()],
        )

    def open(self, url: str) -> None:
        """Goes there; returns when it has loaded."""
        error = self.call("Page.navigate", url=url).get("errorText")
        assert error is None, f"{url}: {error}"
        self.wait(
            "the page to load",
            "document.readyState === 'complete' && location.href !== 'about:blank'",
        )

    def js(self, expression: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if details := answer.get("exceptionDetails"):
            raise AssertionError(
                f"{expression}: {details['exception'].get('description', details)}"
            )
        return answer["result"].get("value")

    def wait(self, what: str, expression: str, timeout: float = 15.0) -> Any:
        """The value of an expression once it is true."""
        try:
            return wait_for(what, lambda: self.js(expression), timeout)
        except AssertionError as error:
            raise InVain(f"{error}; the page says:\n{self.text('body')[:3000]}") from None

    def wait_for_element(self, selector: str) -> None:
        """Returns when there is such an element."""
        self.wait(
            f"{selector} to be there", f"document.querySelector({json.dumps(selector)}) !== null"
        )

    def wait_for_text(self, selector: str, text: str) -> None:
        """Returns when the text of an element contains `text`."""
        self.wait(
            f"{selector} to say {text!r}", f"{_text_of(selector)}.includes({json.dumps(text)})"
        )

    def text(self, selector: str) -> str:
        """The visible text of the first element; empty when there is none."""
        return self.js(_text_of(selector))

    def click(self, selector: str) -> None:
        """Clicks the middle of an element with the mouse, as a person does."""
        box = self.wait(
            f"{selector} to be there",
            f"""(() => {{
                const element = document.querySelector({json.dumps(selector)});
                if (!element) return null;
                element.scrollIntoView({{block: "center", behavior: "instant"}});
                const box = element.getClientRects()[0];
                return box && {{x: box.x + box.width / 2, y: box.y + box.height / 2}};
            }})()""",
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, **box, button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, code: int, **more: Any) -> None:
        """Presses a key and lets it go."""
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **more
            )

    def screenshot(self, path: Path, whole: bool = False) -> None:
        """Writes a PNG of the window, or of the whole page."""
        answer = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(answer["data"]))

    def requests(self) -> list[str]:
        """Every URL that it asked for."""
        return [
            event["request"]["url"]
            for method, event in self.events
            if method == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """What would be in red in the console: exceptions, errors, warnings, violated policies."""
        found = []
        for method, event in self.events:
            if method == "Runtime.exceptionThrown":
                details = event["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            elif method == "Runtime.consoleAPICalled" and event["type"] in (
                "error",
                "warning",
                "assert",
            ):
                found.append(str(event["args"]))
            elif method == "Log.entryAdded" and event["entry"]["level"] in ("error", "warning"):
                found.append(f"{event['entry']['text']} {event['entry'].get('url', '')}")
            elif method == "Audits.issueAdded" and event["issue"]["code"] != "GenericIssue":
                found.append(json.dumps(event["issue"]))
            elif method == "Page.javascriptDialogOpening":
                found.append(f"dialog: {event['message']}")
        return found


def _text_of(selector: str) -> str:
    return f"(document.querySelector({json.dumps(selector)})?.innerText ?? '')"
