"""Asks every function that a traced value can meet, and prints what came of it.

    python -m tests.adlearn.calls                    all functions, in about ten minutes
    python -m tests.adlearn.calls '^np.sum$'         those whose name matches
    python -m tests.adlearn.calls --part 3/40        one part of forty
    python -m tests.adlearn.calls --peers            the same calls asked of JAX and PyTorch

With `--peers` it counts, for each of them apart, calls in which differences of NumPy's own answers
decide, in which the derivatives agree, differ for a listed reason or for none, and which the peer
answers with another value or not at all.

It lists failures with a call that shows each, and ends with a table: how many questions were asked
of each family, and how many answers were right, nan in both modes, not to be compared, refused,
wrong. Failures with a known reason (`known.py`) are counted and not listed, unless `--known` is
given.
"""

from __future__ import annotations

import argparse
import collections
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from calls.known import KNOWN  # noqa: E402
from calls.peers import compared, installed, written as of_peers  # noqa: E402
from calls.table import reason, survey, written  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="?", default=".", help="a regular expression")
    parser.add_argument("--part", default="0/1", help="such as 3/40")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--known", action="store_true", help="list known failures as well")
    parser.add_argument("--peers", action="store_true", help="compare with other libraries")
    asked = parser.parse_args()
    part, parts = map(int, asked.part.split("/"))

    def named(name: str) -> bool:
        return bool(re.search(asked.names, name))

    if asked.peers:
        return peers(named, part, parts)
    rows, unknown, used = [], 0, set()
    for row in survey(named, part, parts, asked.processes):
        rows.append(row)
        for failure in row.failures:
            why = reason(row.name, failure)
            used.add(why)
            if why is None or asked.known:
                print(f"{row.name}: {failure}" + (f"\n        known: {why}" if why else ""))
            unknown += why is None
    print(written(rows))
    needless = [why for why in KNOWN.values() if why not in used]
    if asked.names == "." and parts == 1 and needless:
        print("no call needs these lines of known.py any more:", *needless, sep="\n    ")
    return 1 if unknown else 0


def peers(named, part: int, parts: int) -> int:
    rows = []
    for row in compared(installed(), part, parts, named):
        rows.append(row)
        groups = collections.defaultdict(list)
        for difference in row.unlisted():
            groups[difference.peer, difference.content, difference.kind].append(difference.text)
        for group, texts in sorted(groups.items()):
            print(row.name, *group, f"[{len(texts)}x]\n        {min(texts, key=len)}", flush=True)
    print(of_peers(rows))
    return 1 if any(row.unlisted() for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
