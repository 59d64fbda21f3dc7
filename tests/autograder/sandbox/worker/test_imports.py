"""A submission imports what the grader lists, and never the reference engine."""

import pathlib
import textwrap

import pytest

from autograder.sandbox.process import Limits, Worker, locate

ADLEARN = pathlib.Path(__file__).parents[4] / "adlearn"


@pytest.fixture(scope="module")
def worker():
    with Worker(Limits(cpu_seconds=30, wall_seconds=60)) as worker:
        yield worker


def refusal(worker, source):
    """How an import is refused: at the top of a cell it is noted, and the rest of it runs."""
    outcome = worker.run_cell("c", textwrap.dedent(source))
    if outcome.notes:
        kind, _, message = outcome.notes[0].partition(": ")[2].partition(": ")
        return {"type": kind, "message": message}
    assert not outcome.ok, source
    return outcome.error


@pytest.mark.parametrize(
    "source",
    [
        "import adlearn.scalars.node",
        "import adlearn.rules",
        "from adlearn.scalars.node import AutogradValue",
        "from adlearn import AutogradValue",
        "from adlearn import *\nAutogradValue(2.0)",
        "import adlearn as ad\nad.AutogradValue",
        "from adlearn.compat.hw5_support import *",
        "import importlib; importlib.import_module('adlearn.checking.differences')",
        "import adlearn.show\nfrom adlearn import grad",
    ],
)
def test_the_engine_can_not_be_imported(worker, source):
    error = refusal(worker, source)
    assert error["type"] in ("ImportError", "ModuleNotFoundError", "NameError")
    if error["type"] != "NameError":
        assert "in graded work the engine is your own" in error["message"]


def test_what_shows_graphs_and_makes_data_can_be_imported(worker):
    source = """
    import sys
    import adlearn
    import adlearn as ad
    import adlearn.show.graph
    from adlearn import data, show
    from adlearn.show import graph_print
    from adlearn.data import make_moons
    from adlearn.optim import Adam, gradient_descent
    X, y = ad.data.make_moons(10, seed=0)
    picture = show.snapshot(3.0).to_svg()
    loaded = sorted(name for name in sys.modules if name.startswith('adlearn'))
    files = [adlearn.show.__file__, data.__file__]
    """
    outcome = worker.run_cell("c", textwrap.dedent(source))
    assert outcome.ok, outcome.error
    loaded = worker.request({"op": "get", "path": "loaded"})["value"]
    parts = {name.split(".")[1] for name in loaded if "." in name}
    assert parts == {"show", "data", "optim", "errors", "order", "user_line"}
    files = worker.request({"op": "get", "path": "files"})["value"]
    assert files == [str(ADLEARN / "show" / "__init__.py"), str(ADLEARN / "data" / "__init__.py")]


def test_asking_politely_whether_the_stand_in_has_a_dunder_is_allowed(worker):
    source = "import adlearn\nprint(adlearn)\nx = hasattr(adlearn, '__version__')"
    assert worker.run_cell("c", source).ok


@pytest.mark.parametrize(
    "source", ["import pytest", "import hypothesis.strategies", "from jax import *"]
)
def test_another_package_is_refused_with_the_remedy(worker, source):
    error = refusal(worker, source)
    assert error["type"] == "ModuleNotFoundError"
    assert "not available when grading" in error["message"]
    assert "assignment.toml" in error["message"]


def test_whether_a_package_is_there_can_be_asked(worker):
    source = "import importlib.util\nx = importlib.util.find_spec('torch') is None\nassert x"
    assert worker.run_cell("c", source).ok


def test_a_missing_part_of_the_standard_library_keeps_its_own_message(worker):
    assert refusal(worker, "import os.nothing")["message"].startswith(
        "No module named 'os.nothing'"
    )


def test_an_instructor_can_allow_a_package():
    with Worker(Limits(), packages=["iniconfig"]) as worker:
        outcome = worker.run_cell("c", "import iniconfig\niniconfig.IniConfig")
        assert outcome.ok, outcome.error


def test_single_files_packages_and_namespaces_are_located(tmp_path, monkeypatch):
    (tmp_path / "one_file.py").write_text("x = 1")
    (tmp_path / "spread").mkdir()
    (tmp_path / "spread" / "part.py").write_text("x = 2")
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole" / "__init__.py").write_text("from . import part")
    (tmp_path / "whole" / "part.py").write_text("x = 3")
    monkeypatch.syspath_prepend(tmp_path)
    names = ["one_file", "spread", "whole"]
    assert set(locate([*names, "not_there"])) == set(names)
    with Worker(Limits(), packages=[*names, "not_there"]) as worker:
        source = (
            "import one_file, spread.part, whole\nx = [one_file.x, spread.part.x, whole.part.x]"
        )
        outcome = worker.run_cell("c", source)
        assert outcome.ok, outcome.error
        assert worker.request({"op": "get", "path": "x"})["value"] == [1, 2, 3]


def test_a_file_in_the_working_folder_can_not_stand_in_for_numpy(worker):
    source = """
    import sys
    open('numpy.py', 'w').write('fake = True')
    for name in [n for n in sys.modules if n.partition('.')[0] == 'cycler']: del sys.modules[name]
    open('cycler.py', 'w').write('fake = True')
    sys.path.insert(0, '')
    import cycler
    assert not hasattr(cycler, 'fake')
    """
    outcome = worker.run_cell("c", textwrap.dedent(source))
    assert outcome.ok, outcome.error
