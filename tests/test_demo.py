"""The README's first command, as a person runs it: twelve submissions, their scores and why."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.demo import _answers, main
from autograder.pack import load_assignment

ROOT = Path(__file__).parents[1]
DEMO = load_assignment(ROOT / "assignments" / "scalar")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Run the demo once; gives its folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "adlearn-demo"
    code = "import sys; from autograder.demo import _answers, main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "-o", str(folder), "-a", "assignments/scalar"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=900, env=_environment()
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


def _environment():
    import os

    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path, "COLUMNS": "200"}


def test_the_table_has_every_score_with_its_explanation(demo):
    _, printed = demo
    rows = {}
    for line in printed.splitlines():
        cells = [cell.strip() for cell in line.split("│")]
        if len(cells) > 4 and cells[1]:
            rows[cells[1]] = (cells[3], cells[4])
    assert {name: score for name, (score, _) in rows.items()} == {
        "ada": "100 / 100",
        "ben": "94 / 100",
        "chloe": "92 / 100",
        "dev": "94 / 100",
        "emil": "0 / 100",
        "fatima": "84 / 100",
        "goran": "79 / 100",
        "hana": "100 / 100",
        "ivan": "91 / 100",
        "jin": "94 / 100",
        "kofi": "92 / 100",
        "lena": "74 / 100",
    }
    assert rows["ada"][1] == "every check passed"
    assert "`_mul.grads` does not match `_mul.func`" in rows["ben"][1]
    assert "`backward_pass` of `_add(a, b)`" in rows["chloe"][1]
    assert "(step-overwrites)" in printed and "(mul-swapped)" in printed
    assert "ran longer than" in rows["dev"][1]
    assert "Not written yet" in rows["emil"][1]


def test_progress_is_told_step_by_step(demo):
    _, printed = demo
    steps = re.findall(r"^\s*[\d.]+ s  (.*)$", printed, re.MULTILINE)
    assert len(steps) == 5 and "nbgrader autograde" in steps[3]


def test_every_student_has_a_feedback_page_that_explains(demo):
    folder, _ = demo
    pages = {path.parts[-3]: path.read_text() for path in folder.glob("feedback/*/scalar/*.html")}
    assert set(pages) == set(DEMO.demo)
    assert "does not match" in pages["ben"] and "does not match" not in pages["ada"]


def test_a_second_run_leaves_the_first_alone(demo, capsys):
    folder, _ = demo
    assert main(["-o", str(folder), "-a", str(ROOT / "assignments" / "scalar")]) == 2
    assert "Remove it, or choose another" in capsys.readouterr().err


def test_an_answer_that_does_not_exist_is_named_before_anything_is_made(tmp_path, capsys):
    pack = tmp_path / "pack"
    shutil.copytree(ROOT / "assignments" / "scalar", pack)
    settings = pack / "assignment.toml"
    settings.write_text(settings.read_text().replace('"mul-swapped"', '"mul-swaped"'))
    assert main(["-o", str(tmp_path / "course"), "-a", str(pack)]) == 2
    told = capsys.readouterr().err
    assert "ben of [demo] hands in 'mul-swaped'" in told and "'right/'" in told
    assert not (tmp_path / "course").exists()


@pytest.mark.parametrize("name", ["tensor", "functional"])
def test_a_class_is_twelve_of_every_kind(name):
    """Right ones in styles of their own, half-done ones, typical mistakes, a loop and stubs."""
    pack = load_assignment(ROOT / "assignments" / name)
    answers = _answers(pack)
    assert len(answers) == 12 and {"right", "stubs", "endless-loop"} <= set(pack.demo.values())
    styles = [who for who, kind in pack.demo.items() if kind.startswith("right/")]
    assert len(styles) == 2
    for who in styles:
        assert answers[who].cells and "lose" not in answers[who].expect
