"""What is kept between runs: mutants that are no mistakes, and what killed the others."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from autograder.trial.folding import counted, folded
from benchmarks.mutation.making import ROOT, mutants_of
from benchmarks.mutation.running import Verdict

HERE = Path(__file__).parent
RECORD, EQUIVALENT = HERE / "record.json", HERE / "equivalent.toml"
PAGE = ROOT / "docs" / "grader" / "mutation.md"
#: Killers that are no tests.
NO_TESTS = ("timeout", "crash")


@dataclass(frozen=True, slots=True)
class Record:
    """The last run over the whole sample.

    Parameters
    ----------
    digest : str
        Sums up the engine and its tests; empty if a mutant survived that is not listed.
    when : str
        Date and time, as ISO 8601 writes them.
    minutes : float
        Of CPU, which a busy machine makes more of.
    killers : mapping of str to str
        Key of a mutant -> the test that failed.
    """

    digest: str = ""
    when: str = ""
    minutes: float = 0.0
    killers: Mapping[str, str] = field(default_factory=dict)


def read_record() -> Record:
    """Read the record of the last whole run; an empty one if there is none."""
    return Record(**json.loads(RECORD.read_text("utf-8"))) if RECORD.is_file() else Record()


def write_record(minutes: float, verdicts: Sequence[Verdict], *, whole: bool) -> None:
    """Write down what killed each mutant and, if that is the whole, of which engine."""
    killers = {v.mutant.key: v.killer for v in verdicts if v.killer}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    record = Record(digest() if whole else "", now, round(minutes, 1), killers)
    RECORD.write_text(json.dumps(asdict(record), indent=1) + "\n", "utf-8")


def digest() -> str:
    """Sum up the engine, its tests, and what is listed as no mistake."""
    total = hashlib.sha256(EQUIVALENT.read_bytes())
    for folder in (ROOT / "adlearn", ROOT / "tests" / "adlearn"):
        for path in sorted(folder.rglob("*.py")):
            total.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def read_equivalent() -> dict[str, str]:
    """Read which mutants are no mistakes: key and reason."""
    listed = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    return {
        f"{file} | {what}": why for file, entries in listed.items() for what, why in entries.items()
    }


def outdated(equivalent: Iterable[str]) -> list[str]:
    """Give the entries that are mutants of nothing: their line has changed."""
    keys: dict[str, set[str]] = {}
    gone = []
    for key in equivalent:
        file = key.split(" | ")[0]
        if file not in keys:
            path = ROOT / file
            made = mutants_of(file, path.read_bytes()) if path.is_file() else []
            keys[file] = {mutant.key for mutant in made}
        if key not in keys[file]:
            gone.append(key)
    return gone


HEAD = ("file", "mutants", "own tests", "other tests", "timeout", "no mistake", "survived")


def table(verdicts: Sequence[Verdict], equivalent: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Count by file what became of the mutants; the last row is the sum."""

    def fate(verdict: Verdict) -> str:
        if verdict.killer in NO_TESTS:
            return "timeout"
        if verdict.killer:
            return "own tests" if verdict.own else "other tests"
        return "no mistake" if verdict.mutant.key in equivalent else "survived"

    counts: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        for file in (verdict.mutant.file, "sum"):
            counted = counts.setdefault(file, Counter())
            counted.update([fate(verdict), "mutants"])
    ends = counts.pop("sum", Counter())
    rows = [*sorted(counts.items()), ("sum", ends)]
    return [(file, *(str(counted[name]) for name in HEAD[1:])) for file, counted in rows]


INTRODUCTION = """\
# Who tests the tests

A test is worth what it notices. The engine is changed by rule, one small mistake at a time: a
comparison, a sign, a condition, an argument in another's place, a step left out. Every mistake must
make a test fail. A sample of all mistakes is asked, from each file in proportion to its size, and
which ones depends on the text of their own line only. Each meets the tests of its own folder first,
then every test of the engine that runs the changed line.

This page is written by a command. It ends with an error, and writes nothing, if a mutant survives
that is not listed as no mistake:

```
python -m benchmarks.mutation --record
```

"""


def write_page(verdicts: Sequence[Verdict], minutes: float, total: int) -> None:
    """Write the page of the documentation."""
    equivalent = read_equivalent()
    asked = {verdict.mutant.key for verdict in verdicts}
    rows = table(verdicts, equivalent)
    lines = [INTRODUCTION + "## By file", ""]
    lines += [f"{len(verdicts)} of {total} mutants, in {minutes:.1f} minutes of CPU.", ""]
    lines += [f"| {' | '.join(row[1:])} |" for row in (HEAD, ["---"] * len(HEAD), rows[-1])]
    by_file = [f"| {' | '.join(row)} |" for row in (HEAD, ["---"] * len(HEAD), *rows[:-1])]
    lines += ["", *folded("What became of them, file by file", by_file), ""]
    entries = ["| file | function | change | reason |", "| --- | --- | --- | --- |"]
    for key, why in equivalent.items():
        if key in asked:
            file, place, line, change = (part.strip() for part in key.split(" | ", 3))
            cells = (f"`{file.removeprefix('adlearn/')}`", f"`{place}`", f"`{change}`", why)
            entries.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    alter = counted(len(entries) - 2, "change alters", "changes alter")
    lines += ["## No mistakes", "", f"{alter} nothing that anybody could ask.", ""]
    lines += folded("Which, and why", entries)
    PAGE.write_text("\n".join(lines) + "\n", "utf-8")
