"""`pytest --submission=NOTEBOOK checks`: the verdicts of `autograder grade`, told by pytest.

The plugin is loaded by every pytest run of an environment that has adlearn, so it imports nothing
of ours until a submission is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("autograder", "grading notebooks")
    group.addoption("--submission", metavar="NOTEBOOK", help="grade this notebook")
    group.addoption(
        "--assignment", metavar="EDITION", help="ask what this edition asks (a .toml file)"
    )
    group.addoption(
        "--submission-seed", type=int, metavar="N", help="repeat a run: draw the same cases"
    )
    group.addoption(
        "--allow-weak-isolation",
        action="store_true",
        help="grade also where little keeps the submission apart: code that you trust",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks, and the grading itself if a submission is named."""
    config.addinivalue_line("markers", "points(n, cell=id): what a check is worth, and where")
    config.addinivalue_line("markers", "hidden: a check that students do not see")
    config.addinivalue_line("markers", "whole: a check that is never asked among other answers")
    if config.getoption("--submission"):
        config.pluginmanager.register(SubmissionRun(config), "autograder-submission")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a pack's folder of checks, whose files are called after their questions."""
    if file_path.suffix != ".py" or file_path.name.startswith("_") or not _in_pack(file_path):
        return None
    patterns = parent.config.getini("python_files")
    if parent.session.isinitpath(file_path) or any(map(file_path.match, patterns)):
        return None  # pytest does
    return pytest.Module.from_parent(parent, path=file_path)


def _in_pack(path: Path) -> bool:
    """Say whether a file is one of several with checks: in ``checks``, beside assignment.toml."""
    folder = path.parent
    return folder.name == "checks" and (folder.parent / "assignment.toml").is_file()


@pytest.fixture(scope="session")
def submission(request: pytest.FixtureRequest) -> None:
    """The submission under test; checks get it only when one is named."""
    if not request.config.getoption("--submission"):
        pytest.skip("checks need a submission: pytest --submission=NOTEBOOK")


class SubmissionRun:
    """Runs checks on the named submission through the grader, and adds the points up.

    Parameters
    ----------
    config : pytest.Config
    """

    def __init__(self, config: pytest.Config) -> None:
        from autograder.errors import AutograderError
        from autograder.grading import new_seed
        from autograder.notebook import read_notebook

        seed = config.getoption("--submission-seed")
        seed = getattr(config, "workerinput", {}).get("submission_seed", seed)
        self.seed: int = new_seed() if seed is None else seed
        self._allow_weak: bool = config.getoption("--allow-weak-isolation")
        self._edition: str = config.getoption("--assignment") or ""
        self._asked: dict[str, Any] = {}
        self._graders: dict[Path, tuple[Any, Any]] = {}
        self._points: list[tuple[Any, ...]] = []  # question, points, possible
        self._notes: list[str] = []
        try:
            self._notebook = read_notebook(config.getoption("--submission"))
        except AutograderError as error:
            raise pytest.UsageError(str(error)) from error

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Have all processes of pytest-xdist draw the same cases."""
        node.workerinput["submission_seed"] = self.seed

    def pytest_report_header(self) -> str:
        """Say what is graded, and how to repeat it."""
        return f"submission: {self._notebook.path} (--submission-seed={self.seed})"

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Run a check through the grader; leave ordinary tests alone."""
        if "submission" not in pyfuncitem.fixturenames:
            return None
        from autograder.asking.checks import as_check, with_numbers
        from autograder.feedback import about
        from autograder.language import speaking
        from autograder.report import FULL_POINTS
        from autograder.settings import tolerances_of

        grader, assignment = self._grader(pyfuncitem.path)
        if self._edition:
            if pyfuncitem.name not in self._asked:
                pytest.skip("this is not asked in the edition that is graded")
            check = self._asked[pyfuncitem.name]
        else:
            read = as_check(
                pyfuncitem.function, assignment.by_id, tolerances_of(assignment.tolerances)
            )
            (check,) = with_numbers([read], assignment.values)
        with speaking(assignment.speech):
            result = grader.grade_check(check)
            said = about(result)
        pyfuncitem.user_properties.append(("points", f"{result.points:g}/{result.possible:g}"))
        line = result.question, result.points, result.possible
        pyfuncitem.user_properties.append(("graded", line))
        if result.verdict not in FULL_POINTS:
            pytest.fail(f"{result.verdict}: {said}", pytrace=False)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take a check's points from its report, which may come from another process."""
        if report.when == "call":
            told: dict[str, Any] = dict(report.user_properties)
            if "graded" in told:
                self._points.append(tuple(told["graded"]))

    def _grader(self, path: Path) -> tuple[Any, Any]:
        from autograder.cell_notes import stranger
        from autograder.errors import AutograderError
        from autograder.grading import Grader, assignment_checks
        from autograder.pack import load_assignment
        from autograder.sandbox.process import require_isolation

        folder = path.parent.parent if _in_pack(path) else path.parent
        if folder not in self._graders:
            try:
                path = self._notebook.path
                assignment = load_assignment(self._edition or folder)
                assignment = assignment.whose(path.stem, path.absolute())
                if self._edition:
                    if assignment.folder.resolve() != folder.resolve():
                        pytest.exit(
                            f"{self._edition} is an edition of {assignment.folder}, and these are "
                            f"the checks of {folder}.",
                            returncode=2,
                        )
                    self._asked = {check.id: check for check in assignment_checks(assignment)}
                require_isolation(assignment.packages, allow_weak=self._allow_weak)
            except AutograderError as error:
                pytest.exit(str(error), returncode=2)
            grader = Grader(self._notebook, assignment, self.seed)
            if not grader.recognized:
                pytest.exit(str(stranger(self._notebook, assignment)), returncode=2)
            self._graders[folder] = grader, assignment
        return self._graders[folder]

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self) -> Iterator[None]:
        """End the submission's processes."""
        from autograder.language import speaking

        for grader, assignment in self._graders.values():
            grader.close_all()
            with speaking(assignment.speech):
                self._notes += [*grader.notes(), *grader.private()]
        return (yield)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the points of each question, and their sum."""
        terminalreporter.section("points")
        for question in dict.fromkeys(question for question, _, _ in self._points):
            part = [line for line in self._points if line[0] == question]
            terminalreporter.line(f"{question}: {_sum(part)}")
        terminalreporter.line(f"total: {_sum(self._points)}")
        for note in self._notes:
            terminalreporter.line(f"note: {note}")


def _sum(lines: list[tuple[Any, ...]]) -> str:
    from autograder.feedback import points
    from autograder.report import total

    earned, possible = (total(line[column] for line in lines) for column in (1, 2))
    return f"{points(earned)} of {points(possible)}"
