"""A real JupyterLab and a real Chromium, cut off from every host but this one.

Set ADLEARN_SCREENSHOTS to a folder to keep the pictures, such as those in docs/images.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from autograder.build import answered_notebook, release_notebook, write_notebook
from autograder.pack import Assignment, load_assignment

ROOT = Path(__file__).parents[2]
SECONDS = 120  # a condition is waited for; only a busy machine needs this long
MARGIN = 6

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)

# No name but this machine's own is found, so a page that asks the network fails here.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def assignment() -> Assignment:
    return load_assignment(ROOT / "assignments" / "scalar")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium, for one module only: Playwright keeps an event loop running in this thread."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    playwright.expect.set_options(timeout=SECONDS * 1000)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page, and what it asked of the network and complained about."""

    page: Any
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


#: Resolves when a page has been laid out and painted, observers of sizes included.
_TWO_FRAMES = (
    "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go())))"
)


@pytest.fixture
def settled() -> Any:
    """Wait until a page is laid out: a graph chooses its first look when it gets its size."""
    return lambda page: page.evaluate(_TWO_FRAMES)


@pytest.fixture
def watch(chromium: Any) -> Iterator[Any]:
    """Open pages whose test fails if they ask another host for anything or log an error.

    `known` are errors that a front end raises by itself, with no notebook run; `asked` are
    beginnings of addresses that somebody else's page is known to ask for, and does not get.
    """
    opened: list[Watched] = []

    def open_page(
        refusals: bool = False,
        known: tuple[str, ...] = (),
        asked: tuple[str, ...] = (),
        **options: Any,
    ) -> Any:
        context = chromium.new_context(
            **{"viewport": {"width": 1150, "height": 1500}, "device_scale_factor": 1.25, **options}
        )
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        watched = Watched(page)
        page.on("request", lambda request: _note_foreign(request.url, watched.foreign, asked))
        page.on("websocket", lambda socket: _note_foreign(socket.url, watched.foreign, asked))
        page.on("pageerror", lambda e: str(e) in known or watched.errors.append(str(e)))
        if not refusals:  # a page that refuses a script logs that as an error
            page.on("console", lambda message: _note_error(message, watched.errors, asked))
        opened.append(watched)
        return page

    yield open_page
    for watched in opened:
        watched.page.context.close()
    assert [url for watched in opened for url in watched.foreign] == []
    assert [error for watched in opened for error in watched.errors] == []


def _note_foreign(url: str, foreign: list[str], asked: tuple[str, ...]) -> None:
    here = ("http://127.0.0.1:", "ws://127.0.0.1:", "file:", "data:", "blob:", "about:")
    if not url.startswith((*here, *asked)):
        foreign.append(url)


#: What JupyterLab logs as an error by itself: its debugger asks a kernel that is still connecting;
#: it runs no script of a page that was opened from the file browser.
_BY_ITSELF = (
    "Could not restore the debugger state: Canceled future for debug_request",
    "Blocked script execution in 'blob:",
)


def _note_error(message: Any, errors: list[str], asked: tuple[str, ...]) -> None:
    url = message.location.get("url", "")
    if message.type == "error" and not (
        message.text.startswith(_BY_ITSELF) or url.startswith(asked)
    ):
        errors.append(f"{message.text} ({url})")


@dataclass(frozen=True)
class Pictures:
    """Where screenshots go, and how to take one of a part of a page."""

    folder: Path

    def path(self, name: str) -> Path:
        """Give the file of a picture."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{name}.png"

    def __call__(self, name: str, *elements: Any) -> None:
        """Save a picture of the elements and of what stands between them."""
        boxes = [element.bounding_box() for element in elements]
        left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
        right = max(box["x"] + box["width"] for box in boxes)
        bottom = max(box["y"] + box["height"] for box in boxes)
        x, y = max(0, left - MARGIN), max(0, top - MARGIN)
        clip = {"x": x, "y": y, "width": right - x + MARGIN, "height": bottom - y + MARGIN}
        elements[0].page.screenshot(path=self.path(name), clip=clip, animations="disabled")


@pytest.fixture
def picture(tmp_path: Path) -> Pictures:
    """Take screenshots, kept in the folder that ADLEARN_SCREENSHOTS names."""
    return Pictures(Path(os.environ.get("ADLEARN_SCREENSHOTS") or tmp_path))


_CONTRAST = """
(root) => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  };
  const over = (top, under) =>
    [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat([1]);
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const line = (element) => (element ? [element, ...line(element.parentElement)] : []);
  const sheet = document.body.appendChild(document.createElement("i"));
  sheet.style.backgroundColor = "Canvas"; // a computed style knows the page's colour scheme
  const page = rgba(getComputedStyle(sheet).backgroundColor);
  sheet.remove();
  const worst = {ratio: 21, text: ""};
  for (const element of [root, ...root.querySelectorAll("*")]) {
    const own = [...element.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
    const sign = element.closest("[aria-hidden=true]"); // repeats what a word says
    if (!own.length || sign || !element.getClientRects().length) continue;
    const up = line(element).reverse();
    const under = up.reduce((u, e) => over(rgba(getComputedStyle(e).backgroundColor), u), page);
    const faded = up.reduce((o, e) => o * Number(getComputedStyle(e).opacity), 1);
    const ink = rgba(getComputedStyle(element).color);
    const seen = over([ink[0], ink[1], ink[2], ink[3] * faded], under);
    const [bright, dark] = [light(seen), light(under)].sort((a, b) => b - a);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio < worst.ratio) Object.assign(worst, {ratio, text: own[0].data.trim().slice(0, 60)});
  }
  return worst;
}
"""


@pytest.fixture
def least_contrast() -> Any:
    """Find the text that stands out least from its background, and its ratio as WCAG counts it."""
    return lambda element: element.evaluate(_CONTRAST)


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it answers, the folder it serves, and where it keeps settings."""

    url: str
    folder: Path
    config: Path

    def forget_settings(self) -> None:
        """Go back to the settings of a new installation, such as the light theme."""
        shutil.rmtree(self.config / "lab" / "user-settings", ignore_errors=True)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab as a student's machine would have it: settings untouched, no news dialog."""
    with _serve("jupyterlab", tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="session")
def notebook7(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start Notebook 7 in the same way."""
    with _serve("notebook", tmp_path_factory.mktemp("notebook7")) as server:
        yield server


@pytest.fixture
def serve() -> Callable[[str, Path], AbstractContextManager[Lab]]:
    """Start a server in a home that is prepared: `config` in it holds Jupyter's settings."""
    return _serve


@contextmanager
def _serve(application: str, home: Path) -> Iterator[Lab]:
    """Run a server until the tests are done with it."""
    if find_spec(application) is None:
        pytest.skip(f"there is no {application} here: pip install {application}")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    served = home / "notebooks"
    served.mkdir()
    news = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (home / "config" / "labconfig").mkdir(parents=True)
    (home / "config" / "labconfig" / "page_config.json").write_text(json.dumps(news))
    port = _free_port()
    command = [sys.executable, "-m", application, "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={served}"]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            command,
            cwd=served,  # where nbgrader looks for what was fetched, whatever the root is
            env=_environment(home),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api", server, home / "server.log")
        yield Lab(f"http://127.0.0.1:{port}", served, home / "config")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(10)


def _environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "COV_", "PYTEST"))}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **kept,
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONPATH": os.pathsep.join(paths),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Poll until the server answers, at most SECONDS long."""
    deadline = time.monotonic() + SECONDS
    answered = False
    while not answered:
        assert server.poll() is None, f"the server did not start:\n{log.read_text()}"
        assert time.monotonic() < deadline, f"the server does not answer:\n{log.read_text()}"
        try:
            with urllib.request.urlopen(url, timeout=1) as reply:
                answered = reply.status == 200
        except OSError:
            time.sleep(0.1)


@dataclass
class Desk:
    """A notebook open in JupyterLab, its cells found by their names."""

    page: Any
    numbers: dict[str, int]
    path: Path

    def cell(self, name: str) -> Any:
        """Find a cell by its id."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.numbers[name])

    def card(self, name: str) -> Any:
        """Find what a cell's check shows."""
        return self.cell(name).locator(".jp-RenderedHTMLCommon > div")

    def select(self, name: str) -> None:
        """Click a cell's editor."""
        self.cell(name).scroll_into_view_if_needed()
        self.cell(name).locator(".cm-content").click()

    def run(self, name: str) -> None:
        """Press Shift+Enter in a cell and wait until it is done."""
        prompt = self.cell(name).locator(".jp-InputPrompt")
        before = prompt.text_content()
        self.select(name)
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_function(
            "([e, before]) => /\\d/.test(e.textContent) && e.textContent !== before",
            arg=[prompt.element_handle(), before],
        )

    def run_down_to(self, name: str) -> None:
        """Start in the first code cell and press Shift+Enter until a cell has been run."""
        first = self.numbers["setup"]
        self.select("setup")
        for _ in range(first, self.numbers[name]):
            self.page.keyboard.press("Shift+Enter")
        self.run(name)

    def choose(self, *entries: str) -> None:
        """Choose an entry of the menu bar, by the names on the way to it."""
        for entry in entries:
            item = f":is(.lm-MenuBar-item, .lm-Menu-item):visible:has(:text-is('{entry}'))"
            self.page.locator(item).click()

    def wait_until_idle(self) -> None:
        """Wait until no cell is running or waiting to run."""
        self.page.wait_for_function(
            "() => ![...document.querySelectorAll('.jp-InputPrompt')]"
            ".some((e) => e.textContent.includes('*'))"
        )


@pytest.fixture
def desk(lab: Lab, watch: Any, assignment: Assignment, request: pytest.FixtureRequest) -> Any:
    """Open the released notebook in JupyterLab, with the answers that are given filled in.

    Or open any other notebook.
    """

    def open_notebook(answers: dict[str, str] | None, notebook: Any = None) -> Desk:
        if notebook is not None:
            pass
        elif answers is None:
            notebook = release_notebook(assignment)
        else:
            notebook = answered_notebook(assignment, answers)
        path = write_notebook(notebook, lab.folder / f"{request.node.name}.ipynb")
        lab.forget_settings()
        page = watch()
        page.goto(f"{lab.url}/lab/tree/{path.name}?reset")
        page.locator(".jp-Notebook .jp-Cell").nth(len(notebook.cells) - 1).wait_for(
            state="attached"
        )
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
        numbers = {cell["id"]: number for number, cell in enumerate(notebook.cells)}
        return Desk(page, numbers, path)

    return open_notebook
