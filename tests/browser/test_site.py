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
from urllib.parse import unquote

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TUTORIALS = sorted(path.stem for path in (DOCS / "tutorials").glob("[0-9]*.md"))
#: A page of each kind.
KINDS = (
    *("index", "tutorials/index", f"tutorials/{TUTORIALS[0]}"),
    *("how-to/first-steps", "how-to/look-at-a-graph"),
)
TABLES = (
    *("reference/conventions", "reference/rules", "reference/benchmarks"),
    *("grader/selftest-scalar", "grader/guarantees"),
    *("how-to/jupyterhub", "how-to/add-a-rule", "how-to/move-a-course"),
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site by the command that docs/conf.py names."""
    for module in ("sphinx", "myst_nb", "pydata_sphinx_theme", "numpydoc", "sphinx_design"):
        if find_spec(module) is None:
            pytest.skip(f'{module} is not here: pip install ".[docs]"')
    if shutil.which("npm") is None:
        pytest.skip("there is no npm here, which fetches MathJax: apt-get install npm")
    vendored = [sys.executable, str(DOCS / "extensions" / "vendored.py")]
    fetched = subprocess.run(vendored, capture_output=True, text=True, cwd=ROOT)
    if "` failed:" in fetched.stderr:
        pytest.skip(f"npm cannot reach its packages: {fetched.stderr[-300:]}")
    assert fetched.returncode == 0, fetched.stderr
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
    """From the first page on, links lead to every other one; files of the engine are opened from
    the lines that a page names."""
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
    files = {page for page in pages if (site / "source") in page.parents}
    assert pages - files <= seen
    assert len(files & seen) >= 5


class Links(HTMLParser):
    """Where a page leads, and the places of it that others can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.places |= {told.get("id", ""), told.get("name", "") if tag == "a" else ""}
        if tag == "a":
            self.targets.append(unquote(told.get("href", "")))


def test_every_link_within_the_site_leads_to_a_place_that_is_there(site: Path) -> None:
    """Also those to a heading, a name or a line of a page."""
    read = {}
    for page in pages_of(site):
        read[page] = Links()
        read[page].feed(page.read_text(encoding="utf-8"))
    lost = []
    for page, links in read.items():
        for target in links.targets:
            if re.match(r"[a-z]+:", target):
                continue
            path, _, place = target.partition("#")
            there = (page.parent / path.partition("?")[0]).resolve() if path else page
            found = there.exists() and (
                not place or there not in read or place in read[there].places
            )
            if not found:
                lost.append((str(page.relative_to(site)), target))
    assert lost == []


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
    client = nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3")
    with client.setup_kernel():
        for k, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                client.execute_cell(cell, k)
        for k in answers:  # the check stands before its answer, and is asked again after it
            check = notebook.cells[k - 1]
            assert "Not " in _verdicts(check), check.source
            client.execute_cell(check, k - 1)
            assert set(_verdicts(check)) == {"Right"}, check.source


def _verdicts(cell: Any) -> list[str]:
    """Give how the lines begin by which a check says what became of an exercise."""
    printed = "".join(output.get("text", "") for output in cell.outputs)
    return re.findall(r"^(Right|Not )", printed, re.MULTILINE)


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
    page.locator("#search-results li", has_text="derivative of a program").first.wait_for()


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
    slider = page.locator(".player input[type=range]").first
    slider.evaluate("(e) => { e.value = 2; e.dispatchEvent(new Event('input')); }")
    page.wait_for_function(
        "([e, before]) => e.textContent !== before", arg=[counter.element_handle(), before]
    )


def test_an_answer_opens_when_it_is_asked_for(address: str, watch: Any) -> None:
    page = opened(watch, address, f"tutorials/{TUTORIALS[0]}")
    answer = page.locator("details.hide", has_text="Show an answer").first
    assert not answer.locator("pre").first.is_visible()
    answer.locator("summary").click()
    answer.locator("pre").first.wait_for()


LIVE = [
    name for name in TUTORIALS if "\nlive: true\n" in (DOCS / f"tutorials/{name}.md").read_text()
]


@pytest.fixture
def live(address: str, watch: Any) -> Any:
    """Open a page whose cells can run, and let Python be loaded."""

    def begun(name: str) -> Any:
        page = opened(watch, address, f"tutorials/{name}")
        page.get_by_role("button", name="Run the code in this page").click()
        page.locator(".live-line", has_text="Ready").wait_for()
        return page

    return begun


def ran(page: Any, cell: Any) -> str:
    """Run a cell of a live page, and give what stands below it."""
    cell.locator(".live-run").click()
    page.locator(".live-line", has_text="Ready").wait_for()
    return cell.locator(".cell_output").inner_text()


def with_text(page: Any, text: str) -> Any:
    """Find the cell whose code has some text in it."""
    cells = page.locator("div.cell:has(textarea)")
    found = cells.evaluate_all(
        "(cells, text) => cells.findIndex((e) => e.querySelector('textarea').value.includes(text))",
        text,
    )
    assert found >= 0, text
    return cells.nth(found)


@pytest.mark.parametrize("name", LIVE)
def test_every_cell_of_a_live_page_runs_in_the_page(name: str, live: Any) -> None:
    """In the order of the page, answers in their turn; what fails on purpose is no traceback."""
    page = live(name)
    cells = page.locator("div.cell:has(textarea)")
    assert cells.count() > 8
    for k in range(cells.count()):
        cell = cells.nth(k)
        if "tag_hide-cell" in (cell.get_attribute("class") or ""):
            cell.locator("summary").click()
        said = ran(page, cell)
        assert cell.locator(".live-error").count() == 0, said
        if "compare" in cell.locator("textarea").input_value() and "Right" not in said:
            assert "tag_skip" in (cell.get_attribute("class") or "") or "Not" in said, said
    assert page.locator(".live-shown .adlearn-stepper").count() >= 1 or name.startswith("01")


def test_a_changed_cell_runs_again_with_what_follows(live: Any) -> None:
    page = live("01-what-is-the-derivative-of-a-program")
    first = with_text(page, "f(1.0)")
    assert "1.8" in ran(page, first)
    last = with_text(page, "difference(f, 1.0, h)")
    before = ran(page, last)
    first.locator("textarea").fill("def f(x):\n    return 7 * x\n\n\nf(2.0)")
    after = ran(page, last)  # which runs the changed one first
    assert "14.0" in first.locator(".cell_output").inner_text()
    assert "7.000000" in after and after != before


def test_an_exercise_is_solved_in_the_page(live: Any) -> None:
    page = live("01-what-is-the-derivative-of-a-program")
    stub = with_text(page, "def central(f, x, h):\n    raise")
    check = with_text(page, "central(math.sin, x, 1e-5)")
    assert "Not written yet" in ran(page, check)
    stub.locator("textarea").fill("def central(f, x, h):\n    return (f(x + h) - f(x)) / h")
    assert "Not yet" in ran(page, check)
    stub.locator("textarea").fill(
        "def central(f, x, h):\n    return (f(x + h) - f(x - h)) / (2 * h)"
    )
    assert "Right" in ran(page, check)


def test_mistakes_and_endless_loops_leave_the_page_usable(live: Any) -> None:
    page = live("01-what-is-the-derivative-of-a-program")
    first = with_text(page, "f(1.0)")
    area = first.locator("textarea")
    area.fill("def f(x):\n    return 1 / (x - 1)\n\n\nf(1.0)")
    said = ran(page, first)
    assert "ZeroDivisionError" in said and "return 1 / (x - 1)" in said
    area.fill("import numpy")
    assert "does not run in the page" in ran(page, first)
    area.fill("while True: pass")
    area.press("Shift+Enter")
    page.get_by_role("button", name="Stop").click()
    page.locator(".live-line", has_text="Stopped").wait_for()
    area.fill("6 * 7")
    assert ran(page, first).strip() == "42"


def test_nothing_of_python_is_loaded_before_somebody_asks(address: str, watch: Any) -> None:
    page = watch(refusals=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/tutorials/{LIVE[0]}.html")
    page.get_by_role("button", name="Run the code in this page").wait_for()
    assert not [url for url in asked if "pyodide" in url or "adlearn.zip" in url]


def test_where_python_cannot_be_loaded_the_page_says_what_to_do(address: str, watch: Any) -> None:
    page = watch(refusals=True)
    page.route("**/worker.mjs", lambda route: route.abort())
    page.goto(f"{address}/tutorials/{LIVE[0]}.html")
    page.get_by_role("button", name="Run the code in this page").click()
    page.locator(".live-line", has_text="could not be loaded here").wait_for()
    assert page.locator("textarea").count() == 0


def test_a_page_that_was_opened_as_a_file_says_what_to_do(site: Path, watch: Any) -> None:
    page = watch(refusals=True)
    page.goto((site / "tutorials" / f"{LIVE[0]}.html").as_uri())
    page.get_by_role("button", name="Run the code in this page").click()
    page.locator(".live-line", has_text="opened as a file").wait_for()
