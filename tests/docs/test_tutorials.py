"""A tutorial as a reader has it: as a notebook with nothing filled in, and where there is no NumPy.

That each page runs with its answers, every build of the site shows.
"""

import contextlib
import io
import linecache
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("jupytext")
pytest.importorskip("matplotlib")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs" / "extensions"))

import jupytext  # noqa: E402
from notebooks import ANSWER, TRY, notebook_of  # noqa: E402

PAGES = sorted((ROOT / "docs" / "tutorials").glob("[0-9]*.md"))
#: Pages about single numbers. Cells that draw, tagged as below, may ask for NumPy; others may not.
OF_NUMBERS = ("02", "03", "04", "07")
DRAWING = "hide-input"


def cells_of(page: Path) -> list[tuple[str, list[str]]]:
    read = jupytext.read(page, fmt="md:myst").cells
    return [(c.source, c.metadata.get("tags", [])) for c in read if c.cell_type == "code"]


def run(source: str, name: str, names: dict) -> None:
    """Run a cell as a notebook does, which keeps its text for whoever reads the source."""
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    exec(compile(source, name, "exec"), names)


@pytest.fixture
def no_figures_stay():
    import matplotlib.pyplot as plt

    backend = plt.get_backend()
    plt.switch_backend("agg")
    yield
    plt.close("all")
    plt.switch_backend(backend)


@pytest.mark.filterwarnings("ignore")  # a page shows warnings on purpose
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_exercise_that_is_not_written_is_told_so(page, no_figures_stay, tmp_path, monkeypatch):
    """The check right after the reader's cell says so, and no cell stops."""
    monkeypatch.chdir(tmp_path)
    stubs = [source for source, tags in cells_of(page) if TRY in tags]
    names, told, stub = {"__name__": "__main__"}, {}, None
    for cell in notebook_of(page).cells:
        if cell.cell_type != "code":
            continue
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            run(cell.source, f"<{page.stem} {cell.id}>", names)
        if stub is not None:
            told[stub] = output.getvalue()
        stub = cell.source if cell.source in stubs else None
    assert told and list(told) == stubs
    for stub, said in told.items():
        lines = said.splitlines()
        assert any(line.startswith(("Not written yet: ", "Not yet: ")) for line in lines), stub
        assert not any(line.startswith("Right: ") for line in lines), stub


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_answer_stands_between_the_exercise_and_its_check(page):
    """A notebook puts it behind the check, and both need this order."""
    tags = [tags for _, tags in cells_of(page)]
    tries = [place for place, of_cell in enumerate(tags) if TRY in of_cell]
    answers = [place for place, of_cell in enumerate(tags) if ANSWER in of_cell]
    assert answers == [place + 1 for place in tries]


def test_what_a_page_pastes_is_what_was_printed_before():
    """The reader is told that this is the source of the program above."""
    (page,) = (page for page in PAGES if page.name.startswith("11"))
    names, output = {"__name__": "__main__"}, ""
    for number, (source, tags) in enumerate(cells_of(page)):
        if "pasted" in tags:
            break
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            run(source, f"<pasted {number}>", names)
        output = printed.getvalue()
    assert "_bar" in source
    assert source.strip() == output.strip()


@pytest.mark.parametrize("number", OF_NUMBERS)
def test_a_page_about_numbers_needs_no_numpy(number):
    (page,) = (page for page in PAGES if page.name.startswith(number))
    kept = [source for source, tags in cells_of(page) if not {TRY, DRAWING} & set(tags)]
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMPY, repr(kept)], capture_output=True, text=True, cwd=ROOT
    )
    assert ended.returncode == 0, ended.stderr
    assert "Right: " in ended.stdout and "Not " not in ended.stdout


#: Runs cells, and shows what the last line of each displays, as a notebook does.
WITHOUT_NUMPY = """
import ast, sys
for name in ("numpy", "scipy", "matplotlib"):
    sys.modules[name] = None
names = {"__name__": "__main__"}
for source in ast.literal_eval(sys.argv[1]):
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "page", "exec"), names)
    if last is not None:
        shown = eval(compile(ast.Expression(last.value), "page", "eval"), names)
        if hasattr(shown, "to_html"):
            shown.to_html()
"""
