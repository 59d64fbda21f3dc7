"""Whatever is killed while a class is graded: the same command goes on, and nothing is lost."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.autograder.accidents import VICTIMS, Class, results_of, story

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc")


def test_after_accidents_the_results_are_those_of_a_quiet_run(tmp_path: Path):
    """No result is lost, damaged or another; no process and no temporary file is left."""
    course = Class(tmp_path)
    course.finish(tmp_path / "quiet")
    quiet = results_of(tmp_path / "quiet")
    assert len(quiet) == 8 and course.left() == []
    draw, tally = random.Random(7), Counter[str]()
    number = 0
    while missing := [kind for kind in VICTIMS if not any(kind in what for what in tally)]:
        number += 1
        results = tmp_path / f"results-{number}"
        assert story(course, results, draw, 2, tally, missing[:1]) == [], tally
        assert results_of(results) == quiet, tally
