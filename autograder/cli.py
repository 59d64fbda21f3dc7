"""The command `autograder`: make notebooks, check one, grade many, report."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from autograder.commands import (
    analyse,
    bring,
    check,
    collect,
    compare,
    decide,
    doctor,
    grade,
    gradescope,
    language,
    making,
    migrate,
    nbgrader,
    open_answers,
    report,
    selftest,
    similar,
    view,
    watch,
)
from autograder.errors import AutograderError, UsageError
from autograder.signals import Stopped

#: In the order of the help.
_COMMANDS = (
    *(making, check, collect, grade, watch, bring, migrate),
    *(report, analyse, view, similar, decide, open_answers, compare),
    *(selftest, language, doctor, nbgrader, gradescope),
)

_DESCRIPTION = """\
Grade notebooks of an assignment, in processes of their own, with explanations.

  autograder generate scalar -o source/      the instructor's notebook, with solutions
  autograder release scalar -o release/      the students' notebook, with stubs
  autograder check my.ipynb -q q1            what a student can check alone
  autograder collect submissions.zip -a scalar -o submitted/     what Canvas or Moodle exports
  autograder grade submitted/ -a scalar -o results/
  autograder decide results/ ada q4-step --points 2 --reason "..."   overrule a verdict
  autograder compare old/ new/               whose points change, and why
  autograder watch submitted/ -a scalar -o results/     grade what comes, until Ctrl-C
  autograder report results/ --format html -o pages/
  autograder analyse results/ -o pages/      what a class found hard, and what it got wrong
  autograder view results/ ada -o pages/     a submission as its student saw it
  autograder similar submitted/ -a scalar    which submissions are much alike
  autograder import ops.py -a scalar -o my.ipynb     a notebook made of strangers' files
  autograder migrate hw5.ipynb -o hw5/       an assignment made of your own nbgrader notebook
  autograder selftest scalar --mutants       what the checks notice, and what not
  autograder language de -a scalar           what students read, for translators
  autograder doctor                          does this machine stop what it should?
  autograder nbgrader init course/           use this grader inside nbgrader
  autograder gradescope init -a scalar -o scalar.zip     and inside Gradescope
"""


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
    for command in _COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
