"""The rooms of the grader: which file may import which, read off the files, functions included."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKER = "autograder.sandbox.worker"


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in sorted((ROOT / "autograder").rglob("*.py"))}


def named_in(name: str) -> Iterator[str]:
    """Every module that a file names in an import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                package = name.split(".")
                keep = len(package) - node.level + (FILES[name].name == "__init__.py")
                start = ".".join([*package[:keep], *filter(None, [node.module])])
            for alias in node.names:
                inner = f"{start}.{alias.name}"
                yield inner if inner in FILES else start


def imported_by(name: str) -> set[str]:
    """The files that one loads: what it names, and the packages around that, its own aside."""
    named = {one for one in named_in(name) if one in FILES}
    around = {one.rsplit(".", i)[0] for one in named for i in range(1, one.count(".") + 1)}
    return named | {one for one in around if not name.startswith(f"{one}.")} - {name}


ARROWS = {name: imported_by(name) for name in FILES}


def test_there_is_no_circle_of_files():
    """The files can be put in an order in which each imports only what stands before it."""
    try:
        order = list(TopologicalSorter(ARROWS).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of files: {' -> '.join(error.args[1])}")
    assert set(order) == set(FILES) and len(order) > 60


def inside(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


ABOVE = (
    "explaining",
    "trial",
    "nbgrader",
    "grading",
    "batch",
    "exports",
    "cli",
    "demo",
    "practice",
)


@pytest.mark.parametrize(
    ("room", "never"),
    [
        (WORKER, ("asking", "sandbox.process", "errors", "report", *ABOVE)),
        ("autograder.sandbox", ("asking", "report", "pack", *ABOVE)),
        ("autograder.asking", ("pack", "assemble", "notebook", "build", "feedback", *ABOVE)),
        ("autograder.pack", ("asking", "sandbox", *ABOVE)),
        ("autograder.feedback", ("sandbox", "pack", *ABOVE)),
        ("autograder.explaining", ("grading", "batch", "trial", "nbgrader", "cli", "feedback")),
        ("autograder.grading", ("batch", "trial", "nbgrader", "cli", "practice", "feedback")),
    ],
)
def test_arrows_go_down(room: str, never: tuple[str, ...]):
    """What stands below imports nothing that stands above."""
    found = [
        f"{name} -> {one}"
        for name, arrows in ARROWS.items()
        if inside(name, room)
        for one in arrows
        if any(inside(one, f"autograder.{other}") for other in never)
    ]
    assert found == []


def test_the_worker_loads_itself_the_standard_library_and_numpy():
    """Nothing of the grader's can be reached from the process that runs a submission."""
    allowed = {*sys.stdlib_module_names, "numpy"}
    modules = [name for name in FILES if inside(name, WORKER)]
    assert len(modules) > 8
    for name in modules:
        foreign = {
            one
            for one in named_in(name)
            if not inside(one, WORKER) and one.split(".")[0] not in allowed
        }
        assert foreign == set(), name


GENERIC = [name for name in FILES if re.fullmatch(r"autograder\.asking(\.\w+)?", name)]
SUBJECTS = [name for name in GENERIC if FILES[name].parent.name != "asking"]


def test_asking_knows_no_subject():
    """How a check asks is the same for every subject; a new one needs no change in it."""
    generic = set(GENERIC) - set(SUBJECTS)
    assert "autograder.asking.scalars" in SUBJECTS and len(generic) > 8
    for name in generic:
        assert not [one for one in ARROWS[name] if any(inside(one, room) for room in SUBJECTS)], (
            name
        )
        text = FILES[name].read_text(encoding="utf-8")
        words = r"AutogradValue|ForwardValue|forward_grads|graph_print|wrap_array|nll_and_grad"
        assert not re.search(words, text), name


def test_the_engine_never_imports_the_grader():
    """adlearn works where there is no grader."""
    for path in (ROOT / "adlearn").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) autograder", text, re.MULTILINE), path
