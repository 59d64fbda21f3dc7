"""A cell runs as in a notebook, as far as that needs no Jupyter."""

import inspect
import linecache
import textwrap

import pytest

from autograder.sandbox.worker import cells


def run(source, **names):
    namespace = {"__name__": "__main__", **names}
    cells.run(namespace, "c1", textwrap.dedent(source))
    return namespace


def test_the_last_expression_is_kept_as_underscore():
    assert run("x = 2\nx + 1")["_"] == 3


def test_a_last_expression_of_none_keeps_the_one_before():
    assert run("None", _=5)["_"] == 5


def test_top_level_await_is_awaited():
    namespace = run("import asyncio\nx = await asyncio.sleep(0, 4)\nawait asyncio.sleep(0, 5)")
    assert (namespace["x"], namespace["_"]) == (4, 5)


def test_getsource_and_tracebacks_see_the_cell():
    namespace = run("def f():\n    return 1\n")
    assert inspect.getsource(namespace["f"]) == "def f():\n    return 1\n"
    assert linecache.getline("<cell c1>", 2) == "    return 1\n"


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "  %matplotlib inline",
        "!pip install 'it's",
        "!echo (",
        "%load_ext autoreload\n%autoreload 2",
        "!pip install \\\n   numpy (",
        "len?",
        "len??",
        "?len",
        "x.real?  # what is it",
        "pip install numpy",
        "cd ..",
        "%timeit f(x) ((",
        "%%time",
    ],
)
def test_what_only_ipython_understands_is_taken_out(line):
    source = f"x = 1\n{line}\ny = x + 1"
    namespace = {}
    cells.run(namespace, "c1", source.replace("  %", "if x:\n  %"))
    assert namespace["y"] == 2


@pytest.mark.parametrize("line", ["files = !ls -l (", "files = %pwd", "files=!ls"])
def test_an_assigned_shell_line_gives_empty_text(line):
    assert run(line)["files"] == ""


def test_timed_statements_run():
    assert run("%time x = 3\ny = %time x + 1")["y"] == 4


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 3", "%%capture out", "\n%%time"])
def test_cell_magics_around_python_run_the_body(magic):
    with pytest.raises(ZeroDivisionError) as caught:
        run(magic + "\nx = 1\n1 / 0")
    assert caught.traceback[-1].lineno + 1 == magic.count("\n") + 3


@pytest.mark.parametrize("magic", ["%%bash", "%%writefile a.py", "%%html", "%%javascript"])
def test_cells_of_another_language_are_skipped(magic):
    assert set(run(magic + "\nthis is ( not Python")) == {"__name__", "__builtins__"}


@pytest.mark.parametrize("quotes", ['"""', "'''"])
@pytest.mark.parametrize("magic", ["", "%matplotlib inline\n"])
def test_text_in_quotes_stays_as_it_is(quotes, magic):
    body = "\n%d items\n!important\nwhat?\n# it's\n"
    assert run(f"{magic}text = {quotes}{body}{quotes}")["text"] == body


def test_a_percent_that_continues_an_expression_is_not_a_magic():
    source = "%matplotlib inline\nx = (17\n   % 5)\ny = 17 \\\n  % 5\nz = ')' # (\n%time w = 1"
    namespace = run(source)
    assert (namespace["x"], namespace["y"], namespace["w"]) == (2, 2, 1)


def test_a_cell_that_does_not_parse_says_where():
    with pytest.raises(SyntaxError) as caught:
        run("%matplotlib inline\nx = 1\ndef f(:\n")
    assert (caught.value.lineno, caught.value.filename) == (3, "<cell c1>")


def test_the_future_imports_of_the_grader_do_not_leak_into_a_cell():
    assert run("def f(x: int): pass")["f"].__annotations__ == {"x": int}
