"""nbgrader with our engine in place of its own: same commands, same gradebook, code run apart.

nbgrader autogrades in two passes. In the first, `SubmissionExporter` and `RepairCells` make a
notebook of whatever was handed in. In the second, `GradeOutOfProcess` writes a score into every
graded cell, nbgrader stores the scores, and `WriteComments` puts the explanations beside them.
Notebooks that are not ours go nbgrader's usual way. `autograder.nbgrader.course` writes the
configuration that names these classes.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Bool, Dict, Int, Unicode

from autograder import assemble, cell_notes, names
from autograder.errors import AssignmentError, SubmissionError, UsageError
from autograder.grading import grade_notebook, new_seed
from autograder.nbgrader.beforehand import Beforehand, grade_beforehand, handed_in_anew
from autograder.nbgrader.cards import comment_text, outputs, refused, undecided
from autograder.nbgrader.handed_in import AnyFileExporter, other_name, take_other_names
from autograder.nbgrader.repair import repaired_notebook
from autograder.notebook import Notebook, parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import Report
from autograder.results import write_json
from autograder.sandbox.process import require_isolation
from autograder.variants.opened import put_in

#: The parts of the plugin that a course's configuration names.
__all__ = [
    "GradeOutOfProcess",
    "PackPreprocessor",
    "RepairCells",
    "SubmissionExporter",
    "WriteComments",
    "take_other_names",
]

#: What every released notebook of ours has in a locked cell. It is looked for in the gradebook's
#: copy of the notebook: a submission must not be able to choose how it is graded.
_MARK = "from autograder import check"


class SubmissionExporter(AnyFileExporter):
    """Reads whatever was handed in; before the first, names those whom nbgrader passes over."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)
        if isinstance(self.parent, Autograde):
            for student, assignment in handed_in_anew(self.parent):
                self.log.warning(
                    "%s has handed in another notebook since it was graded, and nbgrader passes "
                    "over it. Grade it: nbgrader autograde %s --student=%s --force; and then the "
                    "page: nbgrader generate_feedback %s --student=%s --force",
                    *(student, assignment, student, assignment, student),
                )


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
            assignment = self._edition_in_source(place) or _look_up(place)
        _compare_points(assignment, worth, place["assignment"])
        return assignment.of_student(place["student"]) if "student" in place else assignment

    def _edition_in_source(self, place: Any) -> Assignment | None:
        """Give the edition whose file lies beside the instructor's notebook, if one does."""
        course = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        if course is None:
            return None
        folder = Path(course.format_path(course.source_directory, ".", place["assignment"]))
        file = Path(course.root, folder, f"{place['notebook']}.toml")
        return load_assignment(file) if file.is_file() else None


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
            f"generate_assignment {name} --force, or install the version that was released. Where "
            "it is an edition, with other questions or points, say so in nbgrader_config.py: "
            f'c.PackPreprocessor.packs = {{"{name}": "path of its .toml file"}}.'
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
        kept = {"refused": found.get("refused", ""), "sha256": found.get("sha256", "")}
        nothing = Notebook(Path(file), "", ())
        repaired = None
        try:
            if not kept["refused"]:
                data = found.get("submitted")
                if data is None:  # it did not come through `SubmissionExporter`
                    data = parse_notebook(json.dumps(nb).encode(), file).to_data()
                submitted = put_in(Notebook.from_data(data, file), assignment.values)
                kept["refused"] = self._looked_at(submitted, assignment, file)
                if not kept["refused"]:
                    repaired = repaired_notebook(submitted, assignment)
                    kept["submitted"] = submitted.to_data()
        except SubmissionError as error:
            kept["refused"] = str(error)
        except Exception as error:  # ours, so nobody loses points by it
            kept["undecided"] = f"the grader failed: {error!r:.500}"
            self.log.error("%s: %s. A person has to grade it.", file, kept["undecided"])
        if kept["refused"]:
            self.log.error("%s: %s Every cell scores 0.", place["student"], kept["refused"])
        if repaired is None:  # what is refused has nothing to show but our own cells
            repaired = repaired_notebook(nothing, assignment)
        repaired.metadata["adlearn"] = kept
        return repaired, resources

    def _looked_at(self, submitted: Notebook, assignment: Assignment, file: str) -> str:
        """Say in the log what is odd about a submission, and give the reason if it is not ours."""
        cells = assemble.arranged(submitted, assignment)
        if not cells.recognized:
            return str(cell_notes.stranger(submitted, assignment))
        for note in cell_notes.notes(cells):
            self.log.warning("%s: %s", file, note)
        return ""


class GradeOutOfProcess(PackPreprocessor):
    """In place of nbgrader's ``Execute``: grade apart, write a card and a score in each cell."""

    seed = Int(
        None,
        allow_none=True,
        help=(
            "With the same seed the same cases are drawn. By default one is drawn for each "
            "assignment and kept, so that all its submissions get the same cases."
        ),
    ).tag(config=True)

    jobs = Int(
        None,
        allow_none=True,
        help="How many processes grade; by default as many as there are cores.",
    ).tag(config=True)

    allow_weak_isolation = Bool(
        False,
        help="Grade also where little keeps submissions apart from this machine: code you trust.",
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
        name = names.shown(f"{place['student']}/{place['assignment']}/{place['notebook']}.ipynb")
        seed = new_seed() if self.seed is None else self.seed
        sha256 = kept.get("sha256", "")
        try:
            if kept.get("refused"):
                report = refused(assignment, kept["refused"], seed)
            elif kept.get("undecided"):
                report = undecided(assignment, kept["undecided"], seed)
            else:
                before = self._beforehand(assignment, place)
                seed = seed if before.seed is None else before.seed
                made = before.report(place["student"], sha256, assignment)
                if made is not None:
                    report = made
                elif problem := before.problem(place["student"]):
                    self.log.error("%s A person has to grade it.", problem)
                    report = undecided(assignment, problem, seed)
                else:
                    report = self._on_the_spot(nb, kept, assignment, name, seed)
        except UsageError as error:  # the assignment's fault: scores of 0 would be unjust
            self.log.error("%s: not graded: %s", name, error)
            raise
        notes = report.notes
        if other := other_name(self._submitted(place), sha256):
            notes = (f"handed in as {names.shown(other)}", *notes)
        return replace(report, submission=name, sha256=sha256 or report.sha256, notes=notes)

    def _submitted(self, place: Any) -> Path:
        """Give the file that was handed in; nbgrader works in the course's folder."""
        course = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        if course is None:
            return Path()
        folder = course.format_path(
            course.submitted_directory, place["student"], place["assignment"]
        )
        return Path(folder, f"{place['notebook']}.ipynb")

    def _beforehand(self, assignment: Assignment, place: Any) -> Beforehand:
        """Grade everybody whom this run visits when the first is visited."""
        converter = getattr(self.parent, "parent", None)
        if not isinstance(converter, Autograde):  # somebody else runs us: one at a time
            return Beforehand(Path(), None, {})
        made = self.parent.__dict__.setdefault("adlearn_beforehand", {})
        about = place["assignment"], place["notebook"]
        if about not in made:
            how = {"seed": self.seed, "jobs": self.jobs, "allow_weak": self.allow_weak_isolation}
            made[about] = grade_beforehand(converter, assignment, place, self.log, **how)
        return made[about]

    def _on_the_spot(
        self, nb: Any, kept: Any, assignment: Assignment, name: str, seed: int
    ) -> Report:
        """Grade one submission here and now."""
        require_isolation(assignment.packages, allow_weak=self.allow_weak_isolation)
        try:
            data = kept.get("submitted")
            if data is None:  # it did not come through `RepairCells`
                data = parse_notebook(json.dumps(nb).encode(), name).to_data()
            return grade_notebook(Notebook.from_data(data, name), assignment, seed=seed)
        except SubmissionError as error:
            self.log.error("%s. Every cell scores 0.", error)
            return refused(assignment, str(error), seed)
        except UsageError:
            raise
        except Exception as error:  # ours, so nobody loses points by it
            self.log.error("%s: the grader failed: %r. A person has to grade it.", name, error)
            return undecided(assignment, f"the grader failed: {error!r:.500}", seed)

    def _save(self, report: Report, resources: Any) -> None:
        """Write the whole report beside the notebook that is being graded."""
        folder = Path(resources["metadata"]["path"])
        path = folder / f"{resources['nbgrader']['notebook']}.report.json"
        try:
            write_json(report.to_dict(), path)
        except OSError as error:
            self.log.error("%s: the report cannot be written: %s", path, error)


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
