"""autograd's own public tests pass on the face with its name, but for a few that say why not."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("autograd_public_tests.py")


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location(SCRIPT.stem, SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[SCRIPT.stem] = module
    spec.loader.exec_module(module)
    return module


def test_they_pass_but_for_those_that_say_why_not(script, tmp_path):
    try:
        script.fetch(tmp_path)
    except script.Unavailable as reason:
        pytest.skip(f"autograd's source distribution could not be had from PyPI: {reason}")
    found = script.run(tmp_path)
    assert found.unexpected == []
    assert found.passed >= 615
    compiled = script.run(tmp_path, compiled=True)
    assert compiled.unexpected == []
    assert compiled.passed >= 615
    (answered,) = tmp_path.glob("*/tests/programs.json")
    assert json.loads(answered.read_text())["by a program"] > 1000


def test_failures_are_told_apart(script):
    known, other = next(iter(script.EXPECTED)), "test_numpy.py::test_sum[x]"
    outcomes = {known: "failed", other: "failed", "a": "passed", "b": "skipped"}
    found = script.sorted_out(outcomes)
    assert (found.passed, found.skipped, found.unexpected) == (1, ["b"], [other])
    assert found.expected == {known: script.EXPECTED[known]} and found.surprises == []
    assert script.sorted_out({known: "passed"}).surprises == [known]


def test_the_page_names_every_test_that_does_not_pass(script):
    page = (SCRIPT.parents[3] / "docs" / "reference" / "compat.md").read_text(encoding="utf-8")
    assert [name for name in script.EXPECTED if f"`{name.split('::')[1]}`" not in page] == []
