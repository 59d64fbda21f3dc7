"""What `autograder doctor` says is what it tried on this machine."""

from __future__ import annotations

import pytest

from autograder.cli import main
from autograder.doctor import Finding, _survives, report
from autograder.sandbox import levels
from autograder.sandbox.process import Worker


def test_doctor_says_of_each_promise_whether_this_machine_keeps_it(
    capsys: pytest.CaptureFixture[str],
):
    with Worker() as worker:
        isolation = worker.isolation
    status = main(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    for promise, words in levels.PROMISES.items():
        (line,) = [line for line in lines if f"A submission {words}." in line]
        assert line.startswith("ok ") == (promise in isolation["verified"])
    assert any(f"Level {isolation['level']} of 3" in line for line in lines)
    assert sum("Survived" in line for line in lines) == 8
    assert status == any(line.startswith("NOT") for line in lines)


def test_what_does_not_hold_is_counted_and_sets_the_exit_status():
    said: list[str] = []
    assert report([Finding(True, "a"), Finding(False, "b")], said.append) == 1
    assert said == ["ok   a", "NOT  b", "", "1 of 2 did not hold."]


def test_a_submission_that_gets_no_right_answer_after_an_accident_is_no_survival(
    monkeypatch: pytest.MonkeyPatch,
):
    request = Worker.request
    monkeypatch.setattr(
        Worker, "request", lambda self, asked: {**request(self, asked), "value": 41}
    )
    assert not _survives("nothing", "x = 1").good


def test_below_the_level_that_is_enough_grading_is_refused_unless_allowed():
    weak = levels.isolation({promise: ["0"] for promise in levels.PROMISES}, [])
    assert weak["level"] == 0 < levels.ENOUGH
    with pytest.raises(levels.UsageError, match="--allow-weak-isolation"):
        levels.require(weak, allow_weak=False)
    levels.require(weak, allow_weak=True)
    levels.require(
        levels.isolation({p: [] for p in levels.PROMISES}, levels.LAYERS), allow_weak=False
    )
