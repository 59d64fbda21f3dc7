"""The documentation as a site: built without a warning, whole without a network, and usable."""

from __future__ import annotations

import functools
import http.server
import importlib.resources
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TUTORIALS = sorted(path.stem for path in (DOCS / "tutorials").glob("[0-9]*.md"))
#: A page of each kind.
KINDS = ("index", "tutorials/index", f"tutorials/{TUTORIALS[0]}", "how-to/first-steps")
TABLES = ("reference/conventions", "grader/selftest-scalar")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site by the command that docs/conf.py names."""
    for module in ("sphinx", "myst_nb", "pydata_sphinx_theme", "numpydoc", "sphinx_design"):
        if find_spec(module) is None:
            pytest.skip(f'{module} is not here: pip install ".[docs]"')
    if shutil.which("npm") is None:
        pytest.skip("there is no npm here, which fetches MathJax: apt-get install npm")
    folder = tmp_path_factory.mktemp("site") / "html"
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", str(DOCS), str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def pages_of(site: Path) -> list[Path]:
    """All pages; what the theme keeps for building others is none."""
    return sorted(page for page in site.rglob("*.html") if "_static" not in page.parts)


class Needed(HTMLParser):
    """What a page loads by itself: scripts, styles, pictures, frames."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("script", "img", "iframe", "source"):
            self.found.append(told.get("src", ""))
        if tag == "link" and {"stylesheet", "preload", "icon"} & set(told.get("rel", "").split()):
            self.found.append(told.get("href", ""))


def test_every_page_has_all_it_needs_beside_it(site: Path) -> None:
    """Nothing is fetched from elsewhere, and nothing that a page names is missing."""
    pages = pages_of(site)
    assert len(pages) > 25
    missing = []
    for page in pages:
        parser = Needed()
        parser.feed(page.read_text(encoding="utf-8"))
        for target in filter(None, parser.found):
            path = target.split("?")[0].split("#")[0]
            if not target.startswith("data:") and not (page.parent / path).is_file():
                missing.append((str(page.relative_to(site)), target))
    assert missing == []


def test_every_page_can_be_found_in_the_navigation(site: Path) -> None:
    """From the first page on, links lead to every other one."""
    seen, waiting = set(), [site / "index.html"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in re.findall(r'href="([^"#?:]+\.html)', page.read_text(encoding="utf-8")):
            waiting.append((page.parent / target).resolve())
    special = {"search.html", "genindex.html", "py-modindex.html"}
    pages = {page for page in pages_of(site) if page.name not in special}
    assert pages <= seen


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_as_a_notebook_runs_with_nothing_filled_in(name: str, site: Path) -> None:
    """Who opens it and runs all of it sees what is not written yet, and no traceback."""
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(site / "notebooks" / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    text = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "```{" not in text and ":::" not in text, "what only a page can draw is left"
    answers = [k for k, cell in enumerate(notebook.cells) if "# An answer." in cell.source]
    assert answers, "a tutorial has exercises"
    told = {}
    client = nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3")
    with client.setup_kernel():
        for k, cell in enumerate(notebook.cells):
            if cell.cell_type == "code" and k not in answers:
                client.execute_cell(cell, k)
            told[k] = "".join(out.get("text", "") for out in cell.get("outputs", ()))
        for k in answers:  # the check stands before its answer, and is asked again after it
            assert told[k - 1].startswith("Not "), (notebook.cells[k - 1].source, told[k - 1])
            client.execute_cell(notebook.cells[k], k)
            client.execute_cell(notebook.cells[k - 1], k - 1)
            said = "".join(out.get("text", "") for out in notebook.cells[k - 1].outputs)
            assert said.startswith("Right") and "Not " not in said, said


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *told: Any) -> None: ...

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


#: The theme logs this as an error where a browser has stored no choice of light or dark.
THEME = "Got invalid theme mode"


def opened(watch: Any, address: str, page: str, width: int = 1150, **options: Any) -> Any:
    found = watch(viewport={"width": width, "height": 900}, refusals=True, **options)
    found.goto(f"{address}/{page}.html")
    found.locator("article, .bd-article").first.wait_for()
    return found


@pytest.mark.parametrize("width", [390, 1150])
@pytest.mark.parametrize("page", [*KINDS, *TABLES])
def test_a_page_fits_its_width(page: str, width: int, address: str, watch: Any) -> None:
    """Wide tables and long lines scroll by themselves; the page never moves sideways."""
    found = opened(watch, address, page, width)
    assert found.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", KINDS)
def test_no_serious_finding_of_axe_on_a_page(
    page: str, scheme: str, address: str, watch: Any
) -> None:
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-core is not here: pip install axe-playwright-python")
    found = opened(watch, address, page, color_scheme=scheme)
    axe = importlib.resources.files("axe_playwright_python") / "axe.min.js"
    found.evaluate(axe.read_text(encoding="utf-8"))
    violations = found.evaluate("async () => (await axe.run()).violations")
    serious = [
        (one["id"], node["target"], node.get("failureSummary", ""))
        for one in violations
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert serious == []


def test_formulas_are_drawn_and_the_search_finds(address: str, watch: Any) -> None:
    page = opened(watch, address, f"tutorials/{TUTORIALS[0]}")
    page.locator("mjx-container mjx-mfrac").first.wait_for()
    page.goto(f"{address}/search.html?q=rounding")
    page.locator("#search-results li a").first.wait_for()
    assert page.locator("#search-results li", has_text="derivative of a program").count() >= 1


@pytest.mark.parametrize("name", TUTORIALS)
def test_the_picture_of_a_tutorial_can_be_played(name: str, address: str, watch: Any) -> None:
    """A player stands on the page; stepped on, it shows something else than before."""
    page = opened(watch, address, f"tutorials/{name}")
    film = page.locator(".animation")
    if film.count():
        picture = film.first.locator("img")
        before = picture.get_attribute("src")
        film.first.get_by_title("Next frame").click()
        page.wait_for_function(
            "([e, before]) => e.src !== before", arg=[picture.element_handle(), before]
        )
        return
    counter = page.locator(".counter").first
    counter.scroll_into_view_if_needed()
    before = counter.text_content()
    page.get_by_role("button", name="Next").first.click()
    page.wait_for_function(
        "([e, before]) => e.textContent !== before", arg=[counter.element_handle(), before]
    )


def test_an_answer_opens_when_it_is_asked_for(address: str, watch: Any) -> None:
    page = opened(watch, address, f"tutorials/{TUTORIALS[0]}")
    answer = page.locator("details.hide", has_text="Show an answer").first
    assert not answer.locator("pre").first.is_visible()
    answer.locator("summary").click()
    answer.locator("pre").first.wait_for()
