"""A batch loses nothing: names are unique, files are whole, and one crash is one line."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder import batch
from autograder.errors import UsageError
from autograder.pack import Assignment

pytestmark = pytest.mark.usefixtures("no_process_left")


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_folders_are_searched(tmp_path: Path):
    """A folder such as nbgrader's `submitted` gives every notebook below it, named by its place."""
    touch(
        tmp_path / "ada" / "scalar" / "scalar.ipynb",
        tmp_path / "bob" / "scalar" / "scalar.ipynb",
        tmp_path / "bob" / "scalar" / ".ipynb_checkpoints" / "scalar-checkpoint.ipynb",
        tmp_path / "bob" / "scalar" / "timestamp.txt",
    )
    (tmp_path / "eve.ipynb").mkdir()
    found = batch.find_submissions([tmp_path])
    assert [name for name, _ in found] == ["ada--scalar--scalar", "bob--scalar--scalar"]
    named = batch.find_submissions([tmp_path], "scalar")
    assert [name for name, _ in named] == ["ada", "bob"]
    assert all(path.is_file() for _, path in found)


def test_names_of_every_script_stay_readable(tmp_path: Path):
    """Letters stay letters, and two names that cannot be told apart get numbers."""
    given = [
        "Übung - endgültig (2).ipynb",
        "王小明.ipynb",
        "李雷.ipynb",
        "Ольга Б.ipynb",
        "!?.ipynb",
    ]
    given += [unicodedata.normalize("NFD", given[0]), "长" * 80 + ".ipynb"]
    for name in given:
        (tmp_path / name).touch()
    names = [name for name, _ in batch.find_submissions([tmp_path / name for name in given])]
    assert names[:5] == ["Übung_-_endgültig_2", "王小明", "李雷", "Ольга_Б", "submission"]
    assert names[5] == "Übung_-_endgültig_2-2"
    assert set(names[6]) == {"长"} and len(f"{names[6]}.json.earlier".encode()) < 200


def test_names_are_unique_and_safe(tmp_path: Path):
    """Two files of one name do not overwrite each other's result, and no name leaves the folder."""
    given = [
        *(tmp_path / "one" / "hw.ipynb", tmp_path / "two" / "hw.ipynb", tmp_path / "HW.ipynb"),
        *(tmp_path / "..ipynb", tmp_path / "a b;rm -rf.ipynb", tmp_path / ("x" * 200 + ".ipynb")),
    ]
    names = [name for name, _ in batch.find_submissions(given)]
    assert names[:3] == ["hw", "hw-2", "HW-3"]
    assert len({name.lower() for name in names}) == len(given)
    for name in names:
        target = (tmp_path / f"{name}.json").resolve()
        assert target.parent == tmp_path.resolve() and len(target.name) < 200
        assert not set(name) & set(" ;/\\") and not name.startswith(".")


def test_no_paths_at_all():
    """An empty list of submissions is a mistake of the call."""
    with pytest.raises(UsageError, match="no submissions were named"):
        batch.find_submissions([])


def test_same_seed_for_the_whole_batch(
    scalar: Assignment, shelf: Mapping[str, Path], tmp_path: Path
):
    """All students get the same cases, and the seed is recorded; results are there one by one."""
    there: list[list[str]] = []
    outcomes = batch.grade_all(
        [("one", shelf["stubs"]), ("two", shelf["stubs"])],
        scalar,
        tmp_path,
        progress=lambda outcome: there.append(sorted(p.name for p in tmp_path.iterdir())),
    )
    seeds = {outcome.report.seed for outcome in outcomes if outcome.report}
    assert len(seeds) == 1
    assert there == [["one.json"], ["one.json", "two.json"]]


def test_result_file_has_what_is_promised(graded: Any, tmp_path: Path):
    """The JSON's fields are those that others build on, and the totals are sums of the checks."""
    report = graded("swapped")
    path = batch.write_outcome(batch.Outcome("swapped", Path("x.ipynb"), report), tmp_path)
    data = json.loads(path.read_text())
    assert set(data) >= {
        *("assignment", "submission", "sha256", "points", "possible", "checks"),
        *("isolation", "versions", "seed", "seconds"),
    }
    for check in data["checks"]:
        assert set(check) >= {
            *("id", "cell", "verdict", "points", "possible", "message"),
            *("counterexample", "diagnosis"),
        }
    assert data["points"] == sum(check["points"] for check in data["checks"]) == 94.0
    assert len(data["sha256"]) == 64
    assert set(data["versions"]) >= {"python", "numpy", "adlearn"}
    reports, problems = batch.read_results(tmp_path)
    assert reports == {"swapped": report} and problems == {}


def test_totals_are_never_read_from_a_file(graded: Any, tmp_path: Path):
    """A result whose total was edited by hand shows the sum of its checks."""
    path = batch.write_outcome(batch.Outcome("x", Path("x"), graded("swapped")), tmp_path)
    data = json.loads(path.read_text()) | {"points": 1000.0}
    path.write_text(json.dumps(data))
    assert batch.read_results(tmp_path)[0]["x"].points == 94.0


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path):
    """A result is there whole or not at all, and no half-written file stays behind."""
    path = batch.write_json({"points": 1}, tmp_path / "x.json")
    with pytest.raises(ValueError):
        batch.write_json({"points": float("nan")}, path)
    with pytest.raises(TypeError):
        batch.write_json({"points": object()}, path)
    assert json.loads(path.read_text()) == {"points": 1}
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(OSError):
        batch.write_json({"points": 2}, tmp_path / "folder.json")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.json", "x.json"]


def test_lone_surrogates_do_not_stop_a_result(tmp_path: Path):
    """Text that no encoding can write is replaced; the file is there."""
    path = batch.write_json({"message": "bad \ud800 text"}, tmp_path / "x.json")
    assert json.loads(path.read_text(encoding="utf-8"))["message"] == "bad ? text"


def test_the_graders_own_failure_is_one_line(
    scalar: Assignment,
    shelf: Mapping[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    """If the grader breaks on one submission, that one is reported and the next one is graded."""
    real = batch.grade_notebook

    def breaks(notebook: Any, *arguments: Any, **options: Any) -> Any:
        if notebook.path.name == "right.ipynb":
            raise RuntimeError("out of ideas")
        return real(notebook, *arguments, **options)

    monkeypatch.setattr(batch, "grade_notebook", breaks)
    pair = [("right", shelf["right"]), ("stubs", shelf["stubs"])]
    first, second = batch.grade_all(pair, scalar, tmp_path, seed=1)
    assert not first.graded and "out of ideas" in first.problem and "right.ipynb" in first.problem
    assert second.graded


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (None, "", "there are no results in it"),
        ("x.json", "{", "x.json: this is not a result file"),
        ("x.json", '{"checks": [{"id": 1}]}', "x.json: this is not a result file"),
        ("x.error.json", "{}", "x.error.json: this is not a result file"),
    ],
)
def test_results_that_are_none(name: str | None, content: str, said: str, tmp_path: Path):
    """An empty results folder and a foreign file in it are named, with the remedy."""
    if name is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(UsageError) as caught:
        batch.read_results(tmp_path)
    assert said in str(caught.value) and "rade" in str(caught.value)
    with pytest.raises(UsageError, match="no such folder"):
        batch.read_results(tmp_path / "nowhere")
