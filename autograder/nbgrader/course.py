"""An nbgrader course folder that grades with our engine: its folders and its configuration.

Example
-------
>>> import tempfile
>>> course = init_course(tempfile.mkdtemp(), "autodiff-101")
>>> (course / "nbgrader_config.py").is_file()
True
"""

from __future__ import annotations

from pathlib import Path

from autograder.errors import UsageError

_COURSE = '''\
"""How nbgrader runs this course. Written when the course was made; yours to edit."""
import os
import sys

c = get_config()  # noqa: F821

# nbgrader starts a command called alembic: find it even where the environment is not activated.
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")

# The course is the folder this file is in, wherever a command or a server was started.
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))

# What the gradebook and the file exchange call the course.
c.CourseDirectory.course_id = {course_id!r}

'''

#: What makes nbgrader grade with our engine; an instructor may add it to a configuration of theirs.
SETTINGS = """\
# What was handed in is read even if it is damaged: it then scores 0 and says why.
c.Autograde.exporter_class = "autograder.nbgrader.plugin.SubmissionExporter"

# A notebook that was handed in under another name, such as "scalar (1).ipynb", is graded; links and
# pipes that were handed in are put aside.
c.Autograde.pre_convert_hook = "autograder.nbgrader.plugin.take_other_names"

# First pass: cells that were copied, renamed or edited no longer stop the batch.
c.Autograde.sanitize_preprocessors = [
    "autograder.nbgrader.plugin.RepairCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Second pass: our notebooks are graded in a process apart, all others by nbgrader's Execute.
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.plugin.GradeOutOfProcess",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.nbgrader.plugin.WriteComments",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# The page for students: small, and its list says which cell is which.
c.GenerateFeedback.exporter_class = "autograder.nbgrader.feedback_page.FeedbackPage"
c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades"]

# Our full reports lie beside the graded notebooks; nbgrader does not copy them to students.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "*.report.json",
]

# If nbgrader calls an assignment otherwise than its pack is called:
# c.PackPreprocessor.packs = {"homework-1": "scalar"}

# Cases are drawn with one seed for each assignment, which stands in every report. To choose it:
# c.GradeOutOfProcess.seed = 1

# Submissions are graded several at a time, as many as there are cores. To use fewer:
# c.GradeOutOfProcess.jobs = 2
"""


#: What stands in a configuration that grades with our engine, however it is written.
ENGINE = "autograder.nbgrader.plugin.GradeOutOfProcess"

#: The folders that a new course has.
FOLDERS = ("source", "release", "submitted")


def configuration(course_id: str, more: str = "") -> str:
    """Write nbgrader's configuration of a course.

    Parameters
    ----------
    course_id : str
        What the gradebook calls the course.
    more : str, optional
        Lines of Python that come last.

    Returns
    -------
    str
        The text of ``nbgrader_config.py``.
    """
    return _COURSE.format(course_id=course_id) + SETTINGS + more


def init_course(folder: str | Path, course_id: str | None = None) -> Path:
    """Make an nbgrader course folder that grades with our engine.

    Parameters
    ----------
    folder : path-like
        Where; it is made if it does not exist.
    course_id : str, optional
        What the gradebook calls the course; by default the folder's name.

    Returns
    -------
    Path
        The folder, absolute.

    Raises
    ------
    UsageError
        If it has an ``nbgrader_config.py`` already (the message says what to add to it), or it
        cannot be written.
    """
    course = Path(folder).resolve()
    config = course / "nbgrader_config.py"
    if config.exists():
        raise UsageError(
            f"{config} exists and is left as it is. To grade with this engine, add to it:\n\n"
            f"{SETTINGS}"
        )
    text = configuration(course_id or course.name)
    try:
        for name in FOLDERS:
            (course / name).mkdir(parents=True, exist_ok=True)
        config.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{course}: the course cannot be written there ({reason}). Choose another folder."
        ) from error
    return course
