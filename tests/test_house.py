"""No circle of files, and no arrow that the house does not have: a reader can take the files floor
by floor."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from benchmarks.house import ROOT, circles, import_graph, imported, is_in, modules_of

#: Room -> the only rooms that it may import (its own is always one of them).
ONLY = {
    "adlearn.errors": ["adlearn.user_line"],
    "adlearn.user_line": [],
    "adlearn.float_guard": [],
    "adlearn.nesting": [],
    "adlearn.floats": [],
    "adlearn.conventions": [],
    "adlearn.rules": [
        "adlearn.errors",
        "adlearn.floats",
        "adlearn.tensors.dispatch",
        "adlearn.tensors.primitive",
        "adlearn.tensors.constructors",
        "adlearn.tensors.broadcasting",
    ],
    "adlearn.order": [],
    "adlearn.show": ["adlearn.errors", "adlearn.user_line", "adlearn.order", "adlearn.installed"],
    "autograder.sandbox.worker": [],
}
#: A function that is shown, and that nobody has named another class for, is given a node of ours:
#: asked for by its public name, as a reader would, when it is needed.
EXCEPTIONS = {("adlearn.show.own_nodes", "adlearn")}
#: Room -> rooms that it may not import.
NEVER = {
    "adlearn": ["autograder"],
    "adlearn.scalars": ["adlearn.tensors", "adlearn.derivatives", "adlearn.checking"],
    "adlearn.tensors": ["adlearn.scalars", "adlearn.derivatives", "adlearn.checking"],
    "adlearn.derivatives": ["adlearn.checking"],
}
#: The upper floors of the grader.
ABOVE = [
    "explaining",
    "trial",
    "nbgrader",
    "grading",
    "batch",
    "slots",
    "slot",
    "results",
    "results_folder",
    "finding",
    "incoming",
    "tables",
    "outgoing",
    "cli",
    "course",
    "demo",
    "practice",
]
NEVER |= {
    f"autograder.{room}": [f"autograder.{other}" for other in (*others.split(), *ABOVE)]
    for room, others in {
        "sandbox": "asking report pack",
        "asking": "pack assemble cell_notes notebook build feedback",
        "pack": "asking sandbox",
        "feedback": "sandbox pack",
    }.items()
}
NEVER |= {
    f"autograder.{room}": [f"autograder.{other}" for other in others.split()]
    for room, others in {
        "explaining": "grading batch trial nbgrader cli feedback",
        "grading": "batch trial nbgrader cli practice feedback",
    }.items()
}
NEVER |= {
    room: [*NEVER.get(room, []), "adlearn.compat", "adlearn.show"]
    for room in (
        "adlearn.scalars",
        "adlearn.tensors",
        "adlearn.derivatives",
        "adlearn.checking",
        "adlearn.numpy",
        "adlearn.scipy",
    )
}
GRAPH = import_graph("adlearn", "autograder")
#: Rooms of `autograder.asking`, each what one subject's checks share.
SUBJECTS = [
    path.parent.name for path in sorted((ROOT / "autograder" / "asking").glob("*/__init__.py"))
]


@pytest.mark.parametrize("package", ["adlearn", "autograder"])
def test_there_is_no_circle_of_files(package):
    assert circles(import_graph(package)) == []


def test_there_is_no_circle_of_both_packages():
    assert circles(GRAPH) == []


@pytest.mark.parametrize("room", ONLY)
def test_a_room_imports_only_what_it_may(room):
    allowed = [room, *ONLY[room]]
    wrong = [
        f"{module} -> {other}"
        for module in GRAPH
        if is_in(module, room)
        for other in GRAPH[module]
        if not any(is_in(other, a) for a in allowed) and (module, other) not in EXCEPTIONS
    ]
    assert wrong == []


@pytest.mark.parametrize("room", NEVER)
def test_a_room_never_imports_what_stands_above_it(room):
    wrong = [
        f"{module} -> {other}"
        for module in GRAPH
        if is_in(module, room)
        for other in GRAPH[module]
        if any(is_in(other, above) for above in NEVER[room])
    ]
    assert wrong == []


def test_what_asks_is_generic():
    """What is particular to a subject stands in a room of its own, and none uses another's."""
    subjects = [f"autograder.asking.{name}" for name in SUBJECTS]
    wrong = [
        f"{module} -> {other}"
        for module in GRAPH
        for subject in subjects
        if is_in(module, "autograder.asking") and not is_in(module, subject)
        for other in GRAPH[module]
        if is_in(other, subject)
        and not (subject.endswith(".arrays") and any(is_in(module, one) for one in subjects))
    ]
    assert wrong == []  # what is asked of arrays serves every subject that has them
    words = r"AutogradValue|ForwardValue|forward_grads|graph_print|wrap_array|nll_and_grad"
    for path in (ROOT / "autograder" / "asking").glob("*.py"):
        assert not re.search(words, path.read_text()), path


def test_the_untrusted_side_imports_nothing_but_python_and_numpy():
    known = set(sys.stdlib_module_names) | {"numpy", "_worker"}
    for module, path in modules_of("autograder").items():
        if is_in(module, "autograder.sandbox.worker"):
            tree = ast.parse(path.read_text())
            for where, _ in imported(tree, module, path.name == "__init__.py"):
                own = is_in(where, "autograder.sandbox.worker")
                assert own or where.split(".")[0] in known, f"{module} -> {where}"


def test_the_reading_sees_imports_inside_functions(tmp_path, monkeypatch):
    """The graph itself is checked: a circle that is closed inside a function is found."""
    package = tmp_path / "small"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from small import b\n")
    (package / "b.py").write_text("def f():\n    from .a import x\n")
    (package / "c.py").write_text("import small.a\n")
    monkeypatch.setattr("benchmarks.house.ROOT", tmp_path)
    assert circles(import_graph("small")) == [["small.a", "small.b"]]
