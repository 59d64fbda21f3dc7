"""nbgrader with our engine in place of its own: same commands, same gradebook, code run apart.

nbgrader autogrades in two passes. In the first, `SubmissionExporter` and `RepairCells` make a
notebook of whatever was handed in. In the second, `GradeOutOfProcess` writes a score into every
graded cell, nbgrader stores the scores, and `WriteComments` puts the explanations beside them.
Notebooks that are not ours go nbgrader's usual way. `autograder.nbgrader.course` writes the
configuration that names these classes.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import shutil
import textwrap
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import v4
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Dict, Int, Unicode
from traitlets.log import get_logger

from autograder import assemble
from autograder.errors import AssignmentError, SubmissionError, UsageError
from autograder.feedback import to_html, to_text
from autograder.grading import assignment_checks, grade_notebook, new_seed
from autograder.nbgrader.repair import repaired_notebook
from autograder.notebook import Notebook, parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import CheckResult, Report, versions
from autograder.results import write_json

#: What every released notebook of ours has in a locked cell. It is looked for in the gradebook's
#: copy of the notebook: a submission must not be able to choose how it is graded.
_MARK = "from autograder import check"

#: Characters in a line of a comment; a feedback page has room for a few more.
_COMMENT_WIDTH = 90


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in even if it is no notebook, so that it is scored and not lost."""

    def from_file(
        self, file_stream: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert an open file; what is wrong with it goes into ``resources["adlearn"]``."""
        data = file_stream.buffer.read()
        name = Path(file_stream.name).name
        found: dict[str, Any] = {"refused": "", "unread": ""}
        found["sha256"] = hashlib.sha256(data).hexdigest()
        try:
            found["submitted"] = parse_notebook(data, name).to_data()
        except SubmissionError as error:
            found["refused"] = str(error)
        try:
            with warnings.catch_warnings(action="ignore"):  # copied cells are spoken of later
                notebook = nbformat.reads(data.decode("utf-8-sig"), as_version=4)
        except Exception as error:  # nbformat raises whatever its upgrade stumbles over
            found["unread"] = f"{type(error).__name__}: {error}"[:300]
            notebook = v4.new_notebook()
        resources = resources if resources is not None else {}
        resources["adlearn"] = found
        return self.from_notebook_node(notebook, resources, **kw)


def take_other_names(assignment: str, student: str, notebooks: list[str]) -> None:
    """Before a submission is graded: copy its one notebook to the name that nbgrader looks for.

    nbgrader gives a notebook of any other name, such as ``scalar (1).ipynb``, a 0 without a word.

    Parameters
    ----------
    assignment, student : str
        As on the command line; may be patterns, and are not used.
    notebooks : list of str
        The files of one submission; the copy is added to it.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    wanted = {path.name for path in Path("release", folder.name).glob("*.ipynb")}
    there = {Path(path).name for path in notebooks}
    if len(wanted) != 1 or wanted & there:
        return
    target = folder / wanted.pop()
    if len(notebooks) > 1:
        get_logger().error(
            "%s: several notebooks and none called %s, so it scores 0. Give the right one that "
            "name, and autograde again with --force.",
            folder,
            target.name,
        )
        return
    shutil.copyfile(notebooks[0], target)
    get_logger().warning("%s: graded as %s, a copy of it.", notebooks[0], target.name)
    notebooks.append(str(target))


class PackPreprocessor(NbGraderPreprocessor):
    """What our preprocessors share: knowing which assignment a notebook belongs to."""

    packs = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help=(
            "Assignment pack (a name that is installed, or the path of its folder) for each "
            "nbgrader assignment. Where none is given, the pack is looked up under the nbgrader "
            "assignment's name, then under the notebook's."
        ),
    ).tag(config=True)

    def assignment_of(self, resources: Any) -> Assignment | None:
        """Give the assignment that a notebook belongs to, or None if it is not one of ours.

        Parameters
        ----------
        resources : mapping
            nbgrader's, with ``resources["nbgrader"]``.

        Raises
        ------
        AssignmentError
            If the notebook is ours but its pack cannot be found, or the pack is not the one that
            was released.
        """
        place = resources["nbgrader"]
        with Gradebook(place["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(place["notebook"], place["assignment"])
            worth = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
            marked = any(cell.locked and _MARK in cell.source for cell in notebook.source_cells)
        named = self.packs.get(place["assignment"])
        if named is not None:
            assignment = load_assignment(named)
            marked = marked or not worth.keys().isdisjoint(assignment.points)
        if not marked:
            return None
        if named is None:
            assignment = _look_up(place)
        _compare_points(assignment, worth, place["assignment"])
        return assignment


def _look_up(place: Any) -> Assignment:
    for name in dict.fromkeys((place["assignment"], place["notebook"])):
        try:
            return load_assignment(name)
        except AssignmentError as error:
            problem = error
    name = place["assignment"]
    raise AssignmentError(
        f"{problem} If nbgrader calls it by another name, add to nbgrader_config.py: "
        f'c.PackPreprocessor.packs = {{"{name}": "name or folder of the pack"}}.'
    ) from problem


def _compare_points(assignment: Assignment, worth: dict[str, float], name: str) -> None:
    ours = {**assignment.points, **assignment.open}
    if worth != ours:
        cells = sorted(worth.items() ^ ours.items())
        raise AssignmentError(
            f"the pack {assignment.folder} and the gradebook's {name} disagree about the graded "
            f"cells {', '.join(dict.fromkeys(cell for cell, _ in cells))}. Run nbgrader "
            f"generate_assignment {name} --force, or install the version that was released."
        )


class RepairCells(PackPreprocessor):
    """First of the sanitising pass: rebuild a submission of ours from what can be trusted."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Rebuild the notebook, and keep what should be known about the submitted file."""
        found = resources.get("adlearn", {})
        assignment = self.assignment_of(resources)
        place = resources["nbgrader"]
        file = f"{place['notebook']}.ipynb of {place['student']}"
        if assignment is None:
            if found.get("unread"):
                raise SubmissionError(
                    file, f"this is not a notebook ({found['unread']})", "Ask for the file again."
                )
            return nb, resources
        submitted = None
        refused = found.get("refused", "")
        if not refused:
            data = found.get("submitted") or parse_notebook(json.dumps(nb).encode(), file).to_data()
            submitted = Notebook.from_data(data, file)
            cells = assemble.arranged(submitted, assignment)
            refused = "" if cells.recognized else str(assemble.stranger(submitted, assignment))
            for note in [] if refused else assemble.notes(cells):
                self.log.warning("%s: %s", file, note)
        if refused:
            self.log.error("%s: %s Every cell scores 0.", place["student"], refused)
        # A file that is refused has nothing to show but our own cells.
        shown = Notebook(Path(file), "", ()) if refused or submitted is None else submitted
        repaired = repaired_notebook(shown, assignment)
        repaired.metadata["adlearn"] = {
            "refused": refused,
            "sha256": found.get("sha256", ""),
            "submitted": None if refused or submitted is None else submitted.to_data(),
        }
        return repaired, resources


class GradeOutOfProcess(PackPreprocessor):
    """In place of nbgrader's ``Execute``: grade apart, write a card and a score in each cell."""

    seed = Int(
        None,
        allow_none=True,
        help="With the same seed the same cases are drawn; by default every run draws its own.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade the notebook if it is ours; else hand it to nbgrader's ``Execute``."""
        assignment = self.assignment_of(resources)
        if assignment is None:
            return Execute(parent=self.parent).preprocess(nb, resources)
        report = self._graded(nb, assignment, resources)
        for result in report.checks:
            if result.verdict == "error":
                self.log.error("%s: check %s: %s", report.submission, result.id, result.message)
        for cell in nb.cells:
            if cell.cell_type == "code":
                name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
                cell.execution_count = None
                cell.outputs = outputs(report, name) if name in assignment.points else []
                if name in assignment.by_id and assignment.by_id[name].role == "public-checks":
                    cell.source = "# Here stood the public checks. Graded with all checks instead."
        nb.metadata.pop("adlearn", None)
        resources["adlearn_report"] = report
        self._save(report, resources)
        return nb, resources

    def _graded(self, nb: Any, assignment: Assignment, resources: Any) -> Report:
        place = resources["nbgrader"]
        kept = nb.metadata.get("adlearn", {})
        name = f"{place['student']}/{place['assignment']}/{place['notebook']}.ipynb"
        seed = new_seed() if self.seed is None else self.seed
        try:
            if kept.get("refused"):
                report = refused(assignment, kept["refused"], seed)
            else:
                data = kept.get("submitted")
                if data is None:  # it did not come through `RepairCells`
                    data = parse_notebook(json.dumps(nb).encode(), name).to_data()
                submission = Notebook.from_data(data, name)
                report = grade_notebook(submission, assignment, seed=seed)
        except SubmissionError as error:
            self.log.error("%s. Every cell scores 0.", error)
            report = refused(assignment, str(error), seed)
        except UsageError as error:  # the assignment's fault: scores of 0 would be unjust
            self.log.error("%s: not graded: %s", name, error)
            raise
        return replace(
            report,
            submission=name,
            sha256=kept.get("sha256") or report.sha256,
        )

    def _save(self, report: Report, resources: Any) -> None:
        """Write the whole report beside the notebook that is being graded."""
        folder = Path(resources["metadata"]["path"])
        path = folder / f"{resources['nbgrader']['notebook']}.report.json"
        try:
            write_json(report.to_dict(), path)
        except OSError as error:
            self.log.error("%s: the report cannot be written: %s", path, error)


def outputs(report: Report, cell: str) -> list[Any]:
    """Give the two outputs that nbgrader reads a graded cell's score and explanation from.

    Parameters
    ----------
    report : Report
    cell : str
        The graded cell.

    Returns
    -------
    list of nbformat.NotebookNode
        The card, then the points as a plain decimal between 0 and what the cell is worth.
    """
    part = report.of(cell=cell)
    card = {"text/html": to_html(part), "text/plain": to_text(part)}
    score = {"text/plain": decimal(part.points, part.possible)}
    return [
        v4.new_output("display_data", data=card),
        v4.new_output("execute_result", data=score, execution_count=None),
    ]


def decimal(points: float, possible: float) -> str:
    """Write points for nbgrader, which gives full marks for any text that is not a number.

    Examples
    --------
    >>> decimal(2.5, 3), decimal(4, 3), decimal(float("nan"), 3), decimal(-1, 3), decimal(0, 3)
    ('2.5', '3', '0', '0', '0')
    """
    value = min(max(float(points), 0.0), float(possible)) if math.isfinite(points) else 0.0
    return f"{value:.6f}".rstrip("0").rstrip(".")


def refused(assignment: Assignment, sentence: str, seed: int = 0) -> Report:
    """Give the report on a file that cannot be graded: no points, and the sentence saying why."""
    return Report(
        assignment=assignment.name,
        submission="",
        sha256="",
        checks=tuple(
            CheckResult(
                id=check.id,
                question=check.question,
                cell=check.cell,
                verdict="refused",
                points=0.0,
                possible=check.points,
                title=check.title,
                message=sentence,
                hidden=check.hidden,
            )
            for check in assignment_checks(assignment)
        ),
        versions=versions(),
        seed=seed,
        notes=(sentence,),
        questions=dict(assignment.questions),
    )


class WriteComments(PackPreprocessor):
    """After ``SaveAutoGrades``: put each answer's explanation into the gradebook.

    A cell with a check that went wrong by itself is also marked as needing a person's grade.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Write the automatic comments; those a person wrote are kept and shown instead."""
        report: Report | None = resources.get("adlearn_report")
        assignment = self.assignment_of(resources) if report is not None else None
        if report is None or assignment is None:
            return nb, resources
        place = resources["nbgrader"]
        where = (place["notebook"], place["assignment"], place["student"])
        with Gradebook(place["db_url"]) as gradebook:
            for answer, cells in assignment.explained.items():
                try:
                    comment = gradebook.find_comment(answer, *where)
                except MissingEntry:
                    self.log.warning("no place for a comment on cell %s in the gradebook", answer)
                    continue
                comment.auto_comment = comment_text(report, cells)
            for result in report.checks:
                if result.verdict == "error":
                    gradebook.find_grade(result.cell, *where).needs_manual_grade = True
            gradebook.db.commit()
        return nb, resources


def comment_text(report: Report, cells: list[str]) -> str:
    """Write the explanation of some graded cells as an indented block.

    nbgrader renders comments as markdown in which HTML counts. Indented, they are literal text:
    what a submission made its exceptions say stays text, and tables keep their columns.
    """
    texts = [to_text(report.of(cell=cell)) for cell in cells]
    lines = [part for text in texts for line in text.splitlines() for part in _wrapped(line)]
    return "\n".join(f"    {line}" for line in lines)


def _wrapped(line: str) -> list[str]:
    """Break a long sentence between words: feedback pages would break it anywhere."""
    if re.search(r"\S {2,}\S", line):  # a row of a table
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line.strip(), _COMMENT_WIDTH, initial_indent=indent, subsequent_indent=indent
    )
