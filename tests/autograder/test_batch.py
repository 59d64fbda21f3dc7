"""Results are whole, belong to one file each, and are found again; names are unique and safe."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from autograder import finding, results
from autograder.errors import UsageError
from autograder.tables import Progress

pytestmark = pytest.mark.usefixtures("no_process_left")


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(*paths: Path, assignment: str = "") -> list[str]:
    """Give the names of what is found to be graded, all of which is there."""
    submissions = finding.find(paths, assignment).submissions
    assert all(one.problem or one.path.is_file() for one in submissions)
    return [one.name for one in submissions if not one.problem]


def test_folders_are_searched(tmp_path: Path):
    """A folder such as nbgrader's `submitted` gives every notebook below it, named by its place."""
    touch(
        tmp_path / "ada" / "scalar" / "scalar.ipynb",
        tmp_path / "bob" / "scalar" / "scalar.ipynb",
        tmp_path / "bob" / "scalar" / ".ipynb_checkpoints" / "scalar-checkpoint.ipynb",
        tmp_path / "bob" / "scalar" / "timestamp.txt",
    )
    assert found(tmp_path) == ["ada--scalar--scalar", "bob--scalar--scalar"]
    assert found(tmp_path, assignment="scalar") == ["ada", "bob"]


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
    called = found(*(tmp_path / name for name in given))
    assert called[:5] == ["Übung_-_endgültig_2", "王小明", "李雷", "Ольга_Б", "submission"]
    assert called[5] == "Übung_-_endgültig_2-2"
    assert set(called[6]) == {"长"} and len(f"{called[6]}.json.earlier".encode()) < 200


def test_names_are_unique_and_safe(tmp_path: Path):
    """Two files of one name do not overwrite each other's result, and no name leaves the folder."""
    given = [
        *(tmp_path / "one" / "hw.ipynb", tmp_path / "two" / "hw.ipynb", tmp_path / "HW.ipynb"),
        *(tmp_path / "..ipynb", tmp_path / "a b;rm -rf.ipynb", tmp_path / ("x" * 200 + ".ipynb")),
    ]
    touch(*given)
    called = found(*given)
    assert called[:3] == ["hw", "hw-2", "HW-3"]
    assert len({name.lower() for name in called}) == len(given)
    for name in called:
        target = (tmp_path / f"{name}.json").resolve()
        assert target.parent == tmp_path.resolve() and len(target.name) < 200
        assert not set(name) & set(" ;/\\") and not name.startswith(".")


def test_a_file_that_is_named_twice_is_graded_once(tmp_path: Path):
    """By itself and by its folder, or by two ways to write its path."""
    touch(tmp_path / "ada.ipynb", tmp_path / "ben.ipynb")
    ways = [tmp_path / "ben.ipynb", tmp_path, tmp_path / "." / "ada.ipynb"]
    assert found(*ways) == ["ben", "ada"]


def test_no_paths_at_all():
    """An empty list of submissions is a mistake of the call."""
    with pytest.raises(UsageError, match="no submissions were named"):
        finding.find([])


def test_result_file_has_what_is_promised(graded: Any, tmp_path: Path):
    """The JSON's fields are those that others build on, and the totals are sums of the checks."""
    report = graded("swapped")
    path = results.write_outcome(results.Outcome("swapped", Path("x.ipynb"), report), tmp_path)
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
    assert results.read_results(tmp_path) == ({"swapped": report}, {})


def test_totals_are_never_read_from_a_file(graded: Any, tmp_path: Path):
    """A result whose total was edited by hand shows the sum of its checks."""
    path = results.write_outcome(results.Outcome("x", Path("x"), graded("swapped")), tmp_path)
    data = json.loads(path.read_text()) | {"points": 1000.0}
    path.write_text(json.dumps(data))
    assert results.read_results(tmp_path)[0]["x"].points == 94.0


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path):
    """A result is there whole or not at all, and no half-written file stays behind."""
    path = results.write_json({"points": 1}, tmp_path / "x.json")
    with pytest.raises(ValueError):
        results.write_json({"points": float("nan")}, path)
    with pytest.raises(TypeError):
        results.write_json({"points": object()}, path)
    assert json.loads(path.read_text()) == {"points": 1}
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(OSError):
        results.write_json({"points": 2}, tmp_path / "folder.json")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.json", "x.json"]


def test_lone_surrogates_do_not_stop_a_result(tmp_path: Path):
    """Text that no encoding can write is replaced; the file is there."""
    path = results.write_json({"message": "bad \ud800 text"}, tmp_path / "x.json")
    assert json.loads(path.read_text(encoding="utf-8"))["message"] == "bad ? text"


def test_a_result_is_never_larger_than_tools_can_read(tmp_path: Path):
    """Whatever got into it: texts and lists are cut, and the keys stay."""
    data = {"message": "é" * 5_000_000, "notes": ["n" * 900] * 9_000, "points": 1.0}
    path = results.write_json(data, tmp_path / "x.json")
    assert path.stat().st_size < 1_000_000
    found = json.loads(path.read_text())
    assert found.keys() == data.keys() and found["points"] == 1.0


@pytest.mark.parametrize(
    "content", ["{", '{"checks": [{"id": 1}]}', "[1]", '{"problem": 1}', "[" * 10**5]
)
def test_a_damaged_result_is_said_and_the_others_are_there(
    content: str, graded: Any, tmp_path: Path
):
    """What cannot be read costs itself, with its name and the remedy."""
    (tmp_path / "x.json").write_text(content)
    results.write_outcome(results.Outcome("y", Path("y"), graded("swapped")), tmp_path)
    reports, problems = results.read_results(tmp_path)
    assert list(reports) == ["y"] and list(problems) == ["x"]
    assert "x.json: this is not a result file" in problems["x"] and "Grade again" in problems["x"]


def test_a_folder_without_results_is_said_to_be_one(tmp_path: Path):
    """Neither an empty folder nor none at all is a class without points."""
    with pytest.raises(UsageError, match="there are no results in it. Grade first"):
        results.read_results(tmp_path)
    with pytest.raises(UsageError, match="no such folder. Grade first"):
        results.read_results(tmp_path / "nowhere")


def test_results_that_nobody_may_read_are_said_to_be_so(tmp_path: Path, monkeypatch: Any):
    """The folder, and one file of it: it is not that there are none, or that one is damaged."""
    (tmp_path / "ada.json").write_text("{}")

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refuse)
        (problem,) = results.read_results(tmp_path)[1].values()
    assert problem.endswith("ada.json: it cannot be read (Permission denied). Check it.")
    monkeypatch.setattr("os.listdir", refuse)  # root may read everything
    with pytest.raises(UsageError, match="cannot be read .Permission denied.. Check its perm"):
        results.read_results(tmp_path)


def test_only_what_was_graded_says_how_fast_it_goes(capsys: pytest.CaptureFixture[str]):
    """Files that cannot be opened take no time, so nothing follows from them for the others."""
    with Progress() as progress:
        progress.begin(30, 10)
        for name in ("link", "pipe", "empty"):
            progress.step(results.Outcome(name, Path(name), None, "no"))
        refused = capsys.readouterr().out.splitlines()
        for name in ("ada", "ben"):
            progress.step(results.Outcome(name, Path(name), None, "no", begun=True))
    assert refused[1:] == [
        f"[{n}/30] {name}: not graded" for n, name in enumerate(("link", "pipe", "empty"), 11)
    ]
    first, second = capsys.readouterr().out.splitlines()
    assert first == "[14/30] ada: not graded" and " a minute, " in second and "e+" not in second


def test_the_file_that_is_called_so_has_the_name(tmp_path: Path):
    """A name that was made does not take it from the one who has it, and is known to be made."""
    touch(tmp_path / "a b.ipynb", tmp_path / "a_b.ipynb")
    said = [(one.name, one.path.name, one.numbered) for one in finding.find([tmp_path]).submissions]
    assert said == [("a_b-2", "a b.ipynb", True), ("a_b", "a_b.ipynb", False)]
