"""A course and an exchange, as on a hub: students have nothing of the course but the exchange."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from autograder.build import source_notebook, write_notebook
from autograder.nbgrader.course import init_course
from tests.autograder.boxes import cell, make_pack
from tests.autograder.nbgrader.command_line import run_nbgrader


class Hub:
    """The course "calculus" with the small assignment, an exchange, and a home for each student."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.exchange = place / "exchange"
        self.exchange.mkdir()
        self.exchange.chmod(0o1777)
        self.shared = place / "etc" / "nbgrader_config.py"  # as /etc/jupyter has it for all
        self.shared.parent.mkdir()
        self.shared.write_text(
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
        """Give a student's home."""
        home = self.place / name
        home.mkdir(exist_ok=True)
        return home

    def run(self, where: Path, command: str, *words: str) -> str:
        """Run a command of nbgrader on the assignment, in the course or in a home."""
        settings = str(self.shared.parent)
        return run_nbgrader(where, command, "boxes", *words, JUPYTER_CONFIG_DIR=settings)

    def scores(self, student: str) -> dict[str, float]:
        """Give a student's points by cell."""
        with Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            found = gradebook.find_submission_notebook("boxes", "boxes", student)
            return {grade.name: grade.score for grade in found.grades}


def fill_in(path: Path, answers: dict[str, str]) -> None:
    """Write answers into a notebook that was fetched."""
    notebook = nbformat.read(path, as_version=4)
    for name, text in answers.items():
        cell(notebook, name)["source"] = text
    nbformat.write(notebook, path)
