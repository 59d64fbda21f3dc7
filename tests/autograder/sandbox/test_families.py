"""Workers that are forked from one parent share what is loaded, and nothing that may differ."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from autograder.asking.checks import Check
from autograder.build import answered_notebook
from autograder.errors import UsageError
from autograder.grading import grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment
from autograder.sandbox import families, levels
from autograder.sandbox.errors import MachineError
from autograder.sandbox.families import Family
from autograder.sandbox.nursery import Nursery, ParentLost
from autograder.sandbox.packages import DEFAULT_PACKAGES
from autograder.sandbox.process import Limits, Worker, WorkerDied

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a process that forks")

PATIENT = Limits(wall_seconds=300, cell_seconds=60, query_seconds=60)


def value_of(worker: Worker, cell: str) -> object:
    """Run a cell and give what it called x."""
    outcome = worker.run_cell("c", cell)
    assert outcome.ok, outcome.error
    return worker.request({"op": "get", "path": "x"})["value"]


def test_workers_draw_different_random_numbers():
    cell = "import random, numpy as np\nx = [random.random(), float(np.random.rand())]"
    drawn = []
    for _ in range(3):
        with Worker(PATIENT) as worker:
            drawn += value_of(worker, cell)  # type: ignore[operator]
    assert len(set(drawn)) == 6


def test_what_takes_long_to_load_is_there_when_the_worker_starts():
    loaded = "import sys\nx = [n in sys.modules for n in ('matplotlib.pyplot', 'adlearn.show')]"
    with Worker(PATIENT, imports=["matplotlib.pyplot"]) as worker:
        assert value_of(worker, loaded) == [True, True]
        drawing = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('a.png')\nx = 1"
        assert value_of(worker, drawing) == 1
    with Worker(PATIENT) as worker:
        assert value_of(worker, loaded) == [False, True]


def test_one_worker_changes_nothing_for_the_next():
    with Worker(PATIENT) as worker:
        value_of(worker, "import math, builtins\nmath.exp = None\nbuiltins.sum = None\nx = 1")
    with Worker(PATIENT) as worker:
        assert value_of(worker, "import math\nx = [math.exp(0.0), sum([1, 1])]") == [1.0, 2]


@pytest.fixture
def own_family() -> Iterator[Family]:
    """A family that a test may end."""
    kind = Family(DEFAULT_PACKAGES)
    kind.through = {}
    yield kind
    kind.close()


def started(kind: Family) -> Worker:
    worker = Worker(PATIENT)
    worker._family = kind
    worker.start()
    return worker


def test_the_workers_of_a_parent_end_with_it(own_family: Family):
    worker = started(own_family)
    assert worker.run_cell("c", "x = 1").ok
    own_family.close()
    with pytest.raises(WorkerDied) as caught:
        worker.run_cell("c", "x = 2")
    assert caught.value.accident
    deadline = time.monotonic() + 60
    while os.path.exists(f"/proc/{worker._child.pid}"):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_closing_all_leaves_no_parent_and_the_next_worker_starts_one():
    with Worker(PATIENT) as worker:
        assert worker.run_cell("c", "x = 1").ok
        before = families.parents()
    assert before
    families.close_all()
    assert families.parents() == set()
    assert not any(os.path.exists(f"/proc/{process}") for process in before)
    with Worker(PATIENT) as worker:
        assert value_of(worker, "x = 3") == 3


def test_a_parent_that_is_lost_again_and_again_is_the_machines_fault(
    own_family: Family, monkeypatch: pytest.MonkeyPatch
):
    lost = []

    def is_lost(self: Nursery) -> None:
        lost.append(self.pid)
        raise ParentLost("it is gone")

    monkeypatch.setattr(Nursery, "fork", is_lost)
    with pytest.raises(MachineError, match="it is gone"):
        own_family.process()
    assert len(set(lost)) == 3


def test_workers_that_were_tried_are_never_replaced_by_weaker_ones(
    own_family: Family, monkeypatch: pytest.MonkeyPatch
):
    ways = list(own_family._ways)

    def does_not_start(self: Nursery, *how: object, **ways: object) -> None:
        raise ParentLost("it does not start")

    monkeypatch.setattr(Nursery, "__init__", does_not_start)
    with pytest.raises(MachineError, match="it does not start"):
        own_family.process()
    assert own_family._ways == ways
    own_family.through = None  # nobody has tried one yet
    own_family.process().end()
    assert own_family._ways == [None]


def test_a_worker_that_is_lost_while_it_tries_lowers_no_level(
    own_family: Family, monkeypatch: pytest.MonkeyPatch
):
    """An accident to the first worker, or to its parent, is no word about the machine."""
    tried, lost = levels.tried, list[int]()

    def hit(worker: Worker, **options: bool) -> dict[str, list[str]]:
        if len(lost) < 2:
            lost.append(worker.pid)
            os.kill(worker.pid if lost[1:] else own_family.parent or 0, signal.SIGKILL)
            deadline = time.monotonic() + 60
            while not worker._child.ended():  # it could answer for a moment yet
                assert time.monotonic() < deadline
                time.sleep(0.01)
        return tried(worker, **options)

    ways = list(own_family._ways)
    own_family.through = None
    monkeypatch.setattr(levels, "tried", hit)
    worker = started(own_family)
    assert value_of(worker, "x = 3") == 3
    worker.close()
    assert len(lost) == 2 and own_family._ways == ways
    assert own_family.through is not None and not own_family.through.get("works")


def test_a_machine_that_runs_no_worker_gives_no_verdict(
    scalar: Assignment, scalar_checks: list[Check], monkeypatch: pytest.MonkeyPatch
):
    notebook = parse_notebook(json.dumps(answered_notebook(scalar)).encode(), "a.ipynb")

    def nowhere(self: Family) -> None:
        raise MachineError("no room for a process")

    monkeypatch.setattr(Family, "process", nowhere)
    with pytest.raises(MachineError, match="no room"):
        grade_notebook(notebook, scalar, checks=scalar_checks[:2], seed=1)


def test_no_worker_starts_below_the_level_that_is_demanded(
    own_family: Family, monkeypatch: pytest.MonkeyPatch
):
    own_family.through = {"reads-no-files": ["0"]}
    started(own_family).close()
    monkeypatch.setattr(levels, "_demanded", levels.ENOUGH)
    with pytest.raises(UsageError, match="--allow-weak-isolation"):
        started(own_family)
