"""The JupyterLite site: Python, NumPy and the checks in the browser, with no network.

It takes some minutes, and fetches 100 MB where they have not been fetched yet. So it runs only when
it is asked for: `ADLEARN_JUPYTERLITE=1 python -m pytest -n 0 tests/browser/test_jupyterlite.py`.
"""

from __future__ import annotations

import functools
import http.server
import importlib.util
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.browser.conftest import Desk

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    "ADLEARN_JUPYTERLITE" not in os.environ, reason="takes long: set ADLEARN_JUPYTERLITE=1"
)

#: What JupyterLab raises in there by itself, while it starts.
BY_ITSELF = ("Cannot read properties of undefined (reading 'type')",)

SUB = """\
class _sub(AutogradValue):
    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return 1.0, {second}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the site, or say why it cannot be had."""
    path = ROOT / "docs" / "jupyterlite" / "build.py"
    spec = importlib.util.spec_from_file_location("build_jupyterlite", path)
    assert spec and spec.loader
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    made = tmp_path_factory.mktemp("jupyterlite") / "site"
    try:
        builder.build(made)
    except builder.Unavailable as why:
        pytest.skip(f"JupyterLite cannot be made: {why}")
    return made


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # every browser asks for it
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def opened(site: Path, address: str, watch: Any) -> Any:
    """Open a notebook of the site."""

    def open_notebook(name: str) -> Desk:
        path = site / "files" / f"{name}.ipynb"
        cells = nbformat.read(path, as_version=4).cells
        page = watch(known=BY_ITSELF)
        page.goto(f"{address}/lab/index.html?path={path.name}")
        page.locator(".jp-Notebook .jp-Cell").nth(len(cells) - 1).wait_for(state="attached")
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
        return Desk(page, {cell.id: number for number, cell in enumerate(cells)}, path)

    return open_notebook


def test_an_assignment_is_done_in_the_browser(opened: Any, picture: Any) -> None:
    """Stubs are told to be stubs, a wrong answer is shown where it is wrong, a right one passes."""
    from playwright.sync_api import expect

    notebook = opened("assignment-1-scalar")
    notebook.run_down_to("operators")
    notebook.run("scalar-025")  # it uses what is not written yet, and says so
    notebook.run("q1-check")
    card = notebook.cell("q1-check").locator(".jp-OutputArea-output")
    expect(card).to_contain_text("0 of 5 public checks passed")
    expect(card).to_contain_text("not written yet")

    for second, says in (("1.0", "0 of 1 public check passed"), ("-1.0", "1 of 1 public check")):
        notebook.select("q1-sub-answer")
        notebook.page.keyboard.press("Control+a")
        notebook.page.keyboard.insert_text(SUB.format(second=second))
        notebook.run("q1-sub-answer")
        notebook.run("q1-sub")
        score = notebook.cell("q1-sub").locator(".jp-OutputArea-output")
        expect(score).to_contain_text(says)
        if second == "1.0":
            expect(score).to_contain_text("finite difference")
            notebook.cell("q1-sub-answer").scroll_into_view_if_needed()
            picture("jupyterlite", notebook.cell("q1-sub-answer"), notebook.cell("q1-sub"))


def test_a_tutorial_about_arrays_runs_in_the_browser(opened: Any, picture: Any) -> None:
    """NumPy computes, the graph is drawn and can be stepped through, and Matplotlib draws."""
    from playwright.sync_api import expect

    notebook = opened("tutorial-05-from-numbers-to-arrays")
    *first, graph, film = [f"05-from-numbers-to-arrays-{n:03}" for n in (1, 3, 5, 7, 9)]
    for name in (*first, graph, film):
        notebook.run(name)
    expect(notebook.cell(first[-1])).to_contain_text("nodes")
    boxes = notebook.cell(graph).locator(".adlearn-stepper .box")
    boxes.first.wait_for()
    assert boxes.count() > 5
    pictures = notebook.cell(film).locator("img")
    pictures.first.wait_for()
    width = "image => image.complete && image.naturalWidth > 300"
    notebook.page.wait_for_function(width, arg=pictures.first.element_handle())
    notebook.cell(graph).scroll_into_view_if_needed()
    picture("jupyterlite-tutorial", notebook.cell(graph))
