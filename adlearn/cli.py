"""The command `adlearn`; other packages add commands to it by entry point.

The engine knows nothing of grading: `adlearn demo` is there when a package registers it in the
group ``adlearn.commands``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points

import adlearn
from adlearn.installed import remedy

COMMAND_GROUP = "adlearn.commands"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default the command line's.

    Returns
    -------
    int
        0 if it worked, 2 if it was called in a way that cannot work.
    """
    found = {point.name: point for point in entry_points(group=COMMAND_GROUP)}
    parser = argparse.ArgumentParser(prog="adlearn", description=adlearn.__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--version", action="version", version=f"adlearn {adlearn.__version__}")
    parser.add_argument("command", choices=sorted(found), help="what to do")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:
        parser.print_help()
        return 2
    options = parser.parse_args(given)
    try:
        run = found[options.command].load()
    except ImportError as error:
        print(
            f"adlearn {options.command}: {error}. Install what it needs: {remedy('grading')}. If "
            "another package called autograder is installed, uninstall that first.",
            file=sys.stderr,
        )
        return 2
    return int(run(options.rest))


if __name__ == "__main__":
    sys.exit(main())
