"""A course whose students hand in through nbgrader's exchange: a folder that everybody can reach.

What docs/how-to/jupyterhub.md says from release to feedback, with nbgrader's own commands, a folder
for the exchange and one for each of two students.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder.build import source_notebook, write_notebook  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from tests.autograder.boxes import ANSWERS, POINTS, cell, make_pack  # noqa: E402

pytestmark = pytest.mark.usefixtures("no_process_left")
ROOT = Path(__file__).resolve().parents[3]
RIGHT = {**POINTS, "q1-mul": 2.0}


class Hub:
    """An instructor's course, and students who have nothing of it but the exchange."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.exchange = place / "exchange"
        self.exchange.mkdir()
        self.exchange.chmod(0o1777)
        shared = place / "etc" / "nbgrader_config.py"  # as /etc/jupyter has it for all
        shared.parent.mkdir()
        shared.write_text(
            "c = get_config()\n"
            'c.CourseDirectory.course_id = "calculus"\n'
            f"c.Exchange.root = {str(self.exchange)!r}\n"
        )
        pack = make_pack(place / "boxes")
        self.course = init_course(place / "calculus")
        config = self.course / "nbgrader_config.py"
        config.write_text(
            config.read_text() + f"c.PackPreprocessor.packs = {{'boxes': {str(pack.folder)!r}}}\n"
        )
        source = self.course / "source" / "boxes" / "boxes.ipynb"
        write_notebook(source_notebook(pack), source)

    def student(self, name: str) -> Path:
        home = self.place / name
        home.mkdir(exist_ok=True)
        return home

    def run(self, where: Path, command: str, *words: str) -> str:
        environment = {
            **os.environ,
            "IPYTHONDIR": str(self.place / "i"),
            "JUPYTER_CONFIG_DIR": str(self.place / "etc"),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
            "PYTHONWARNINGS": "ignore",
        }
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, "boxes", *words],
            cwd=where,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout

    def scores(self, student: str) -> dict[str, float]:
        with nbgrader_api.Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            found = gradebook.find_submission_notebook("boxes", "boxes", student)
            return {grade.name: grade.score for grade in found.grades}

    def hand_in(self, student: str, answers: dict[str, str]) -> None:
        """Write answers into what was fetched, and submit it."""
        home = self.student(student)
        path = home / "boxes" / "boxes.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for name, text in answers.items():
            cell(notebook, name)["source"] = text
        nbformat.write(notebook, path)
        self.run(home, "submit", f"--student={student}")


def test_from_release_to_feedback_through_the_exchange(tmp_path: Path) -> None:
    """Both get what was released and nothing else; each gets points and a page for what is theirs,
    and a second submission counts where it is collected with `--update`."""
    hub = Hub(tmp_path)
    hub.run(hub.course, "generate_assignment")
    hub.run(hub.course, "release_assignment")
    for name in ("ada", "ben"):
        hub.run(hub.student(name), "fetch_assignment")
        fetched = sorted(path.name for path in (hub.student(name) / "boxes").iterdir())
        assert fetched == ["boxes.ipynb"]
        text = (hub.student(name) / "boxes" / "boxes.ipynb").read_text()
        assert "BEGIN SOLUTION" not in text and "return a + b" not in text
    everything = {**ANSWERS, "q1-mul-answer": ANSWERS["q1-mul-answer"].replace("a + b", "a * b")}
    hub.hand_in("ada", everything)
    hub.hand_in("ben", ANSWERS)

    hub.run(hub.course, "collect", "--before-duedate")
    hub.run(hub.course, "autograde")
    assert hub.scores("ada") == RIGHT
    assert hub.scores("ben") == POINTS

    hub.hand_in("ben", everything)
    hub.run(hub.course, "collect", "--update")
    hub.run(hub.course, "autograde")
    assert hub.scores("ben") == RIGHT

    hub.run(hub.course, "generate_feedback")
    hub.run(hub.course, "release_feedback")
    pages = list((hub.exchange / "calculus" / "feedback").glob("*.html"))
    told = [page.read_text(encoding="utf-8") for page in pages]
    assert len(told) >= 2 and all("10.0 / 10.0" in page or "10 of 10" in page for page in told)
