"""The command `autograder`: make notebooks, check one, grade many, report."""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import AutograderError, UsageError
from autograder.signals import Stopped

if TYPE_CHECKING:
    from autograder.pack import Assignment
    from autograder.results import Outcome

_DESCRIPTION = """\
Grade notebooks of an assignment, in processes of their own, with explanations.

  autograder generate scalar -o source/      the instructor's notebook, with solutions
  autograder release scalar -o release/      the students' notebook, with stubs
  autograder check my.ipynb -q q1            what a student can check alone
  autograder grade submitted/ -a scalar -o results/
  autograder report results/ --format html -o pages/
  autograder import ops.py -a scalar -o my.ipynb     a notebook made of strangers' files
  autograder selftest scalar --mutants       what the checks notice, and what not
  autograder doctor                          does this machine stop what it should?
  autograder nbgrader init course/           use this grader inside nbgrader
"""


_INSTALL = (
    "what the notebook installs where adlearn is missing, as in Colab: the name it has in an "
    "index, an address, or a wheel, which is then put beside the notebook"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default the command line's.

    Returns
    -------
    int
        0 if everything went well (`grade`: all graded; `check`: all passed), 1 if not, 2 if the
        command cannot work as it was called.
    """
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # as `autograder report results/ --format csv | head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UsageError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 2
    except AutograderError as error:
        print(f"autograder: {error}", file=sys.stderr)
        return 1
    except ImportError as error:
        from autograder.installing import what_is_missing

        print(f"autograder: {what_is_missing(error, 'grading')}", file=sys.stderr)
        return 2
    except Stopped as stop:
        name = signal.Signals(stop.number).name
        print(
            " ".join(filter(None, [f"autograder: stopped ({name}).", stop.said]))
            + " Give the same command again to go on.",
            file=sys.stderr,
        )
        return 128 + stop.number
    except KeyboardInterrupt:
        print("autograder: stopped.", file=sys.stderr)
        return 128 + signal.SIGINT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    for name, run, what in (
        ("generate", _generate, "write the instructor's notebook, with solutions"),
        ("release", _release, "write the students' notebook, with stubs"),
    ):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("assignment", help="its name, or the path of its folder")
        command.add_argument("-o", "--output", type=Path, default=Path("."), metavar="DIR")
        command.add_argument("--install", metavar="WHAT", help=_INSTALL)
        command.set_defaults(run=run)

    check = commands.add_parser("check", help="run the public checks of one notebook")
    check.add_argument("notebook", type=Path)
    check.add_argument("-q", "--question", help="only this question, such as q1 or q1-mul")
    check.add_argument("--seed", type=int, default=0, help="other seeds draw other cases")
    check.set_defaults(run=_check)

    grade = commands.add_parser("grade", help="grade notebooks, hidden checks included")
    grade.add_argument("paths", nargs="+", metavar="PATH", help="notebooks, or folders of them")
    grade.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    grade.add_argument("-o", "--output", type=Path, default=Path("results"), metavar="DIR")
    grade.add_argument("--seed", type=int, help="repeat a run: its seed stands in every result")
    grade.add_argument(
        "-j", "--jobs", type=_count, metavar="N", help="processes that grade (default: all cores)"
    )
    grade.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="only this one; may be repeated"
    )
    grade.add_argument(
        "--force", action="store_true", help="grade also what was graded and has not changed"
    )
    grade.add_argument(
        "--regrade", default="", metavar="Q", help="ask this question or graded cell anew"
    )
    grade.add_argument("--max-megabytes", type=float, default=20.0, metavar="N")
    grade.add_argument(
        "--allow-weak-isolation",
        action="store_true",
        help="grade also where little keeps submissions apart: code that you trust",
    )
    grade.set_defaults(run=_grade)

    what = "make a submission of .py files or of a notebook, by the names they define"
    importing = commands.add_parser("import", help=what, description=what)
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".py or .ipynb")
    importing.add_argument("-a", "--assignment", required=True, help="its name or its folder")
    importing.add_argument("-o", "--output", required=True, type=Path, metavar="NOTEBOOK")
    importing.add_argument("--force", action="store_true", help="write over what is there")
    importing.set_defaults(run=_import)

    report = commands.add_parser("report", help="turn a results folder into pages or tables")
    report.add_argument("results", type=Path)
    report.add_argument(
        "--format",
        choices=("html", "md", "text", "feedback-json", "csv", "json"),
        default="html",
        help="feedback for students (html, md, text, feedback-json) or tables for you (csv, json)",
    )
    report.add_argument("-o", "--output", type=Path, help="folder (feedback) or file (tables)")
    report.set_defaults(run=_report)

    selftest = commands.add_parser(
        "selftest", help="grade the grader: answers whose verdict is known, and mutants"
    )
    selftest.add_argument("assignment", help="its name, or the path of its folder")
    selftest.add_argument("--mutants", action="store_true", help="also change its answers by rule")
    selftest.add_argument(
        "--diagnosis", action="store_true", help="what each wrong answer's mistake is called"
    )
    selftest.add_argument("--seed", type=int, default=0, help="other seeds draw other cases")
    selftest.add_argument(
        "--seeds",
        type=_count,
        metavar="N",
        help="do points depend on the seed? N of them are tried",
    )
    selftest.add_argument(
        "--jobs", type=_count, default=2, metavar="N", help="processes that grade"
    )
    selftest.add_argument("--markdown", type=Path, metavar="FILE", help="write it all as a page")
    selftest.add_argument(
        "--record", action="store_true", help="with mutants, and keep in the pack that it was done"
    )
    selftest.add_argument(
        "--changed", action="store_true", help="only what has changed since it was last recorded"
    )
    selftest.set_defaults(run=_selftest)

    what = "attack this machine in miniature, and say what it stops and what not"
    doctor = commands.add_parser("doctor", help=what, description=what)
    doctor.set_defaults(run=_doctor)

    nbgrader = commands.add_parser("nbgrader", help="use this grader inside nbgrader")
    actions = nbgrader.add_subparsers(title="actions", metavar="ACTION", required=True)
    init = actions.add_parser("init", help="write a course folder's configuration")
    init.add_argument("folder", type=Path, metavar="DIR")
    init.set_defaults(run=_init_course)
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"it must be a whole number above 0, not {text}")
    return int(text)


def _generate(options: argparse.Namespace) -> int:
    from autograder.build import source_notebook

    return _write(options, source_notebook)


def _release(options: argparse.Namespace) -> int:
    from autograder.build import release_notebook

    return _write(options, release_notebook)


def _write(options: argparse.Namespace, build: Callable[[Assignment, str | None], Any]) -> int:
    from autograder.build import write_notebook
    from autograder.grading import assignment_checks
    from autograder.installing import NO_SOURCE
    from autograder.pack import load_assignment

    assignment = load_assignment(options.assignment)
    assignment_checks(assignment)  # a pack that does not fit together must not reach students
    path = options.output / f"{assignment.name}.ipynb"
    wheel = Path(options.install or "")
    beside = wheel.suffix == ".whl" and wheel.is_file()
    notebook = build(assignment, wheel.name if beside else options.install)
    try:
        print(write_notebook(notebook, path))
        if beside:
            print(shutil.copy(wheel, path.parent))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: it cannot be written ({reason}). Choose another -o.") from error
    if wheel.suffix == ".whl" and not beside and "://" not in options.install:
        print(
            f"note: there is no file {wheel}, so none was put beside the notebook: put a copy of "
            f"{wheel.name} into {path.parent}/ before students get it.",
            file=sys.stderr,
        )
    if not (assignment.install if options.install is None else options.install):
        print(f"note: {NO_SOURCE}", file=sys.stderr)
    return 0


def _check(options: argparse.Namespace) -> int:
    from autograder.check_file import check_notebook
    from autograder.feedback import to_text
    from autograder.report import FULL_POINTS

    report = check_notebook(options.notebook, options.question, seed=options.seed)
    plain = dataclasses.replace(report, notes=())
    parts = [plain.of(question=question) for question in report.questions]
    print("\n\n".join(to_text(part) for part in parts if part.checks))
    for note in report.notes:
        print(f"note: {note}")
    return 0 if all(check.verdict in FULL_POINTS for check in report.checks) else 1


def _grade(options: argparse.Namespace) -> int:
    from autograder.batch import Wish, grade_all
    from autograder.finding import find
    from autograder.names import shown
    from autograder.pack import load_assignment
    from autograder.tables import Progress, results_table

    assignment = load_assignment(options.assignment)
    with Progress() as progress:
        outcomes, found = grade_all(
            lambda held: find(options.paths, assignment.name, options.output, held),
            assignment,
            options.output,
            wish=Wish(tuple(options.only), options.force, options.regrade),
            seed=options.seed,
            jobs=options.jobs,
            max_bytes=int(options.max_megabytes * 2**20),
            watch=progress,
            allow_weak=options.allow_weak_isolation,
        )
    results_table({o.name: o.report for o in outcomes if o.report is not None})
    asked = {outcome.name for outcome in outcomes}
    for one in found.submissions:
        if one.numbered and one.name in asked:
            print(f"{one.name} is {shown(one.path)}: another one has the name that it would have.")
    for path, reason in found.left_out:
        print(f"left out: {shown(path)}: {reason.rstrip('.')}.", file=sys.stderr)
    return _closing_words(outcomes, options.output)


def _import(options: argparse.Namespace) -> int:
    from autograder.build import write_notebook
    from autograder.importing import import_files
    from autograder.importing.table import print_import
    from autograder.pack import load_assignment

    assignment, path = load_assignment(options.assignment), options.output
    if path.exists() and not options.force:
        raise UsageError(f"{path}: it is there already. Choose another -o, or add --force.")
    found = import_files(options.files, assignment)
    print_import(found, assignment)
    try:
        print(write_notebook(found.notebook, path))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: it cannot be written ({reason}). Choose another -o.") from error
    return 0 if found.complete else 1


def _closing_words(outcomes: Sequence[Outcome], folder: Path) -> int:
    from autograder.sandbox.levels import in_words

    failed = [outcome for outcome in outcomes if not outcome.graded]
    graded = len(outcomes) - len(failed)
    if graded:
        found = [outcome.report.isolation for outcome in outcomes if outcome.report is not None]
        print(in_words(min(found, key=lambda one: one.get("level", 0))))
    print(f"{graded} of {len(outcomes)} graded; results in {folder}/.")
    for outcome in outcomes:
        for reason in outcome.retries:
            what = f"the process that graded it {reason}"
            print(f"asked again: {outcome.name}: {what}.", file=sys.stderr)
    for outcome in failed:
        print(f"not graded: {outcome.problem}", file=sys.stderr)
    return 1 if failed else 0


def _report(options: argparse.Namespace) -> int:
    from autograder import exports
    from autograder.pages_folder import write_table
    from autograder.results import counting, gone, read_folder

    found = read_folder(options.results)
    reports, problems = counting(found)
    left = {name: text for name, text in gone(found, options.results).items() if name in reports}
    for name, problem in problems.items():
        print(f"not graded: {name}: {problem}", file=sys.stderr)
    for name, text in left.items():
        print(f"note: {name}: {text}", file=sys.stderr)
    folder = options.output or options.results / options.format
    if options.format == "html":
        print(exports.write_pages(reports, problems, folder, options.results, left))
        return 0
    if options.format in exports.FEEDBACK:
        written = exports.write_feedback(reports, options.format, folder, options.results)
        print(*written, sep="\n")
        return 0
    files = {name: one.submission for name, one in found.items()}
    table = exports.to_csv if options.format == "csv" else exports.to_json
    text = table(reports, problems, files, left)
    if options.output is None:
        print(text, end="")
    else:
        print(write_table(text, options.output))
    return 0


#: What a self-test of its own kind would leave out, though somebody asked for it.
_ALONE = {
    "seeds": ("diagnosis", "mutants", "record", "changed", "markdown"),
    "diagnosis": ("mutants", "record", "changed"),
}


def _selftest(options: argparse.Namespace) -> int:
    from autograder.pack import load_assignment
    from autograder.trial import diagnosis_table, seeds, selftest

    for word, besides in _ALONE.items():
        dropped = [f"--{name}" for name in besides if getattr(options, name)]
        if getattr(options, word) and dropped:
            raise UsageError(
                f"--{word} does not go with {' and '.join(dropped)}: run it by itself."
            )
    if options.seeds:
        assignment = load_assignment(options.assignment)
        return seeds.command(assignment, seed=options.seed, seeds=options.seeds, jobs=options.jobs)
    if options.diagnosis:
        assignment = load_assignment(options.assignment)
        return diagnosis_table.command(
            assignment, seed=options.seed, jobs=options.jobs, markdown=options.markdown
        )
    return selftest.command(
        load_assignment(options.assignment),
        seed=options.seed,
        jobs=options.jobs,
        with_mutants=options.mutants,
        markdown=options.markdown,
        record=options.record,
        changed=options.changed,
    )


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import main as examine

    return examine()


def _init_course(options: argparse.Namespace) -> int:
    from autograder.nbgrader.course import init_course

    print(init_course(options.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
