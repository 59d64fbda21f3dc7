"""The command `autograder`: make notebooks, check one, grade many, report."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from autograder.commands import (
    bring,
    check,
    doctor,
    grade,
    language,
    making,
    nbgrader,
    report,
    selftest,
)
from autograder.errors import AutograderError, UsageError
from autograder.signals import Stopped

#: In the order of the help.
_COMMANDS = (making, check, grade, bring, report, selftest, language, doctor, nbgrader)

_DESCRIPTION = """\
Grade notebooks of an assignment, in processes of their own, with explanations.

  autograder generate scalar -o source/      the instructor's notebook, with solutions
  autograder release scalar -o release/      the students' notebook, with stubs
  autograder check my.ipynb -q q1            what a student can check alone
  autograder grade submitted/ -a scalar -o results/
  autograder report results/ --format html -o pages/
  autograder import ops.py -a scalar -o my.ipynb     a notebook made of strangers' files
  autograder selftest scalar --mutants       what the checks notice, and what not
  autograder language de -a scalar           what students read, for translators
  autograder doctor                          does this machine stop what it should?
  autograder nbgrader init course/           use this grader inside nbgrader
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
