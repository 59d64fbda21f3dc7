"""Grades every attack among canaries, and prints what came of it.

    python -m tests.attacks                    as oneself and, if that is root, as a user too
    python -m tests.attacks --only 'fork|bomb'  those whose name matches
    python -m tests.attacks --as user          only as an ordinary user, or `ourselves`
    python -m tests.attacks --level 2          without namespaces, as in most containers

A row has the group, the name, points it got and may get, seconds, and what is broken or, if nothing
is, what the instructor reads. The exit status is 1 if anything is broken.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from attacking.arena import command_as_nobody, standing  # noqa: E402
from attacking.attack import Attack  # noqa: E402
from attacking.everything import ATTACKS  # noqa: E402


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks")
    parser.add_argument("--only", default="", help="a pattern that names must match")
    parser.add_argument("--as", dest="who", choices=["ourselves", "user"], help="only as one")
    parser.add_argument("--level", type=int, default=3, choices=[2, 3], help="2: no namespaces")
    options = parser.parse_args()
    runs: dict[str, list[str]] = {"ourselves": []}
    as_nobody = command_as_nobody()
    if as_nobody is not None:
        runs["user"] = as_nobody
    chosen = [a for a in ATTACKS if re.search(options.only, f"{a.group}: {a.name}")]
    return max(
        table(who, prefix, chosen, options.level > 2)
        for who, prefix in runs.items()
        if options.who in (None, who)
    )


def table(who: str, prefix: list[str], chosen: list[Attack], namespaces: bool) -> int:
    """Print a row for each attack as it comes to its end."""
    open_, level = 0, 0
    with standing(prefix, namespaces=namespaces) as arena:
        for attack in chosen:
            outcome = arena.run(attack)
            level = max(level, outcome.level)
            open_ += bool(outcome.broken)
            told = "; ".join(outcome.broken) or outcome.refused or _last(outcome.notes)
            print(
                f"{who:9} {'OPEN' if outcome.broken else 'held':4} {attack.group:15} "
                f"{attack.name[:60]:60} {outcome.points:3g}/{attack.highest:<3g} "
                f"{outcome.seconds:5.1f} s  {' '.join(told.split())[:300]}",
                flush=True,
            )
    print(f"{who}: {len(chosen)} attacks, {open_} open, level {level}\n")
    return int(open_ > 0)


def _last(notes: tuple[str, ...]) -> str:
    told = [one for one in notes if "hostile" in one or "did not run" in one or ", line" in one]
    return told[-1] if told else ""


if __name__ == "__main__":
    sys.exit(main())
