"""Where an assignment is about using an engine, the whole of adlearn is offered, and confined."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.sandbox import levels
from autograder.sandbox.families import Family
from autograder.sandbox.packages import DEFAULT_PACKAGES
from autograder.sandbox.process import Limits, Worker

PATIENT = Limits(wall_seconds=300, cell_seconds=60, query_seconds=60)
PACKAGES = ["numpy", "matplotlib", "adlearn"]

USED = """
import adlearn as ad
import adlearn.numpy as anp
from adlearn.optim import adam
from adlearn import grad, nn
import adlearn.compat.micrograd.engine
x = [
    float(grad(lambda v: anp.sum(v * v))(anp.ones(2))[0]),
    float(ad.AutogradValue(3.0).value),
    adam.__module__,
    nn.Linear.__name__,
    ad.show.__name__,
]
"""
GIVES = [2.0, 3.0, "adlearn.optim.functions", "Linear", "adlearn.show"]


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(PATIENT, PACKAGES) as worker:
        yield worker


def value_of(worker: Worker, source: str, name: str = "x") -> Any:
    """Run a cell that must run to its end, and give what it called `name`."""
    outcome = worker.run_cell("c", textwrap.dedent(source))
    assert (outcome.ok, outcome.notes) == (True, ()), outcome
    return worker.request({"op": "get", "path": name})["value"]


def test_all_of_it_can_be_imported(worker: Worker):
    """By every form of an import; what is loaded late is read under confinement."""
    assert value_of(worker, USED) == GIVES


@pytest.mark.parametrize("way", range(4))
def test_it_can_be_imported_however_workers_are_made(way: int):
    """Also where nothing was loaded beforehand, and files are first read by the worker itself."""
    kind = Family([*DEFAULT_PACKAGES, *PACKAGES])
    if len(kind._ways) == 1 and way < 3:
        pytest.skip("workers are not forked here")
    kind._ways = kind._ways[way - 4 :]
    one = Worker(PATIENT)
    one._family = kind
    try:
        with one:
            assert value_of(one, USED) == GIVES
    finally:
        kind.close()


def test_workers_are_confined_as_all_others(worker: Worker):
    """That adlearn may be read is no file that should not; the grader's own code still is."""
    with Worker(PATIENT) as other:
        assert worker.isolation == other.isolation
    if worker.isolation["level"] >= levels.ENOUGH:
        error = worker.run_cell("c", f"open({levels.__file__!r})").error
        assert error is not None and "OSError" in error["kinds"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a process that forks")
def test_it_is_loaded_before_a_worker_is_forked(worker: Worker):
    """Else every worker takes 150 ms for its first import."""
    before = """
    import sys
    x = {name for name in sys.modules if name.startswith("adlearn.")}
    import adlearn as ad, adlearn.numpy as anp, adlearn.optim, adlearn.nn, numpy as np
    ad.grad(lambda v: np.sum(np.sin(v)))(anp.ones(3))
    ad.hessian, ad.AutogradValue, ad.snapshot, ad.check_grads
    x = sorted({name for name in sys.modules if name.startswith("adlearn.")} - x)
    """
    with Worker(PATIENT, PACKAGES) as fresh:
        assert value_of(fresh, before) == []


def test_a_name_that_it_lacks_is_lacking_and_not_forbidden(worker: Worker):
    outcome = worker.run_cell("typo", "from adlearn import gradient\nimport jax\n")
    assert "cannot import name 'gradient' from 'adlearn'" in outcome.notes[0]
    for use in ("gradient(3.0)", "jax.grad"):
        error = worker.run_cell("use", f"float({use})").error
        assert error is not None
        assert "engine is your own" not in error["message"]
        assert ("adlearn.gradient does not" in error["message"]) is ("gradient" in use)
    (note,) = worker.run_cell("c", "import adlearn.gradients").notes
    assert note.endswith("No module named 'adlearn.gradients'")


def test_elsewhere_the_engine_stays_the_students_own():
    """Two kinds of workers of one process do not know of each other."""
    with Worker(PATIENT) as other:
        (note,) = other.run_cell("c", "from adlearn import grad").notes
        assert "in graded work the engine is your own" in note
        error = other.run_cell("c", "grad(3.0)").error
        assert error is not None and "the engine is your own" in error["message"]


def test_progress_and_pictures_do_no_harm(worker: Worker):
    """Nobody watches: bars show nothing, and figures are drawn into the working folder."""
    source = """
    import adlearn as ad, numpy as np, IPython
    import matplotlib.pyplot as plt
    found = ad.optim.adam(ad.grad(lambda p, i=0: np.sum((p - 1.0) ** 2)), np.zeros(2),
                          num_iters=400, step_size=0.1, progress=True)
    a = ad.AutogradValue(2.0)
    ad.show(a * a)
    ad.graph_print(a * a)
    ad.plot_training([3.0, 2.0, 1.0])
    plt.savefig("picture.png")
    plt.show()
    x = [round(float(v), 2) for v in found]
    """
    before = len(worker.output)
    assert value_of(worker, source) == [1.0, 1.0]
    assert len(worker.output) - before < 300


def test_a_probe_may_import_it(worker: Worker):
    """What the check sends differentiates the student's function by our engine."""
    assert worker.run_cell("c", "import numpy as np\ndef wave(v): return np.sum(v ** 3)").ok
    probe = "def probe(ns, v):\n    import adlearn\n    return adlearn.grad(ns.wave)(v)"
    reply = worker.request({"op": "run", "source": probe, "args": [2.0]})
    assert reply == {"ok": True, "value": 12.0}


def test_its_errors_name_the_line_of_the_cell_and_keep_numpy_s_explanation(worker: Worker):
    """NumPy's own message of `a[i] = x` says nothing; what adlearn adds to it does."""
    source = """
    import numpy as np, adlearn as ad
    def wave(v):
        y = np.zeros(2)
        y[0] = np.sin(v[0])
        return np.sum(y)

    ad.grad(wave)(np.ones(2))
    """
    error = worker.run_cell("wave", textwrap.dedent(source)).error
    assert error is not None
    assert (error["cell"], error["line"], error["source"]) == ("wave", 5, "y[0] = np.sin(v[0])")
    assert "would drop the derivative. Collect the elements in a list" in error["message"]
    assert "Your line" not in error["message"]


def test_its_warnings_come_along_each_time(worker: Worker):
    """By the line of a cell while that runs, and with the answer to a question."""
    source = """
    import adlearn as ad, numpy as np, warnings
    def slope(v):
        return ad.grad(lambda w: np.sum(np.ones(2)))(v)

    slope(1.0)
    warnings.warn("of no matter")
    """
    (note,) = worker.run_cell("slope", textwrap.dedent(source)).notes
    assert note.startswith("line 4: IndependentOutputWarning: the output of <lambda>")
    assert "Warning: of no matter" in worker.output
    question = {"op": "run", "source": "def ask(ns): return ns.slope(2.0)"}
    for _ in range(2):
        reply = worker.request(question)
        ((cell, line, text),) = reply["warned"]
        assert (reply["value"], cell, line) == (0.0, "slope", 4)
        assert text.startswith("IndependentOutputWarning")
    assert "warned" not in worker.request({"op": "run", "source": "def ask(ns): return 1"})


def test_the_stand_in_of_a_notebook_is_asked_for_no_cell(worker: Worker):
    """It would give a number of a cell for every file, as it gives everything."""
    source = """
    import adlearn as ad, IPython
    try:
        ad.log(ad.AutogradValue(-1.0))
    except ad.DomainError as error:
        x = error.__notes__
    """
    assert value_of(worker, source) == ["Your line: <cell c>:4: ad.log(ad.AutogradValue(-1.0))"]
