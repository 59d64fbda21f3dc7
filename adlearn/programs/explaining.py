"""What `compile` did, in words: nothing of it is silent."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from adlearn.programs.lines import Guard, line_of
from adlearn.programs.running import Miss, described
from adlearn.programs.tracing import Recording, equations, name_of, written
from adlearn.programs.versions import Version

#: How often a function is called in a round: it may do more than to compute.
FEW = 7
#: How long a function is timed, in seconds.
LONG_ENOUGH = 0.02


def explained(compiled: Any) -> str:
    """Say what was written down, why, and whether that has paid."""
    runs = sum(version.calls for version in compiled.versions)
    written = len(compiled.versions)
    calls = runs + written + compiled.looked + compiled.as_it_is
    programs = "1 program" if written == 1 else f"{written} programs"
    said = [
        f"{name_of(compiled.f)}: {programs}, {number_of(calls, 'call')}, {runs} of them by a "
        "program"
    ]
    for number, version in enumerate(reversed(compiled.versions), 1):
        said += [
            f"{number}. {line}" if i == 0 else f"   {line}"
            for i, line in enumerate(of_version(compiled, version))
        ]
    for case, why in compiled.refusals.items():
        which = ", ".join(repr(one) for kind, one in case if kind in (int, bool, str, bytes))
        of_case = f" where it is called with {which}" if which else ""
        said.append(f"It runs as it is, without a program{of_case}: {why}")
    if not compiled.refusals and written >= compiled.most:
        said.append(
            f"No more than {compiled.most} programs are kept: other cases are computed by the "
            "function as it is. Make what changes an argument (an array or a float), or allow "
            "more, compile(f, most=...)."
        )
    if compiled.as_it_is:
        said.append(f"{number_of(compiled.as_it_is, 'call')} computed by the function as it is.")
    for why, times in compiled.missed.items():
        if why:
            said.append(f"- no program fitted {number_of(times, 'call')}: {why}")
    for thing in compiled.not_watched:
        said.append(f"- not looked at: what is in {thing}. If it changes, pass it as an argument.")
    return "\n".join(said)


def number_of(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"


def of_version(compiled: Any, version: Version) -> list[str]:
    """Say it of one program."""
    recording = version.recording
    given = ", ".join(of_input(one) for one in recording.inputs) or "no numbers or arrays"
    lines = [
        f"for {given}",
        f"written down since {version.why}: {len(equations(version.lean.lines))} lines, of "
        f"{len(equations(recording.lines))} before what a reader would strike out; "
        f"{version.seconds * 1e3:.1f} ms; {number_of(version.calls, 'call')} since",
    ]
    lines += [f"holds as long as {one}" for one in conditions(version.lean)]
    if version.run.workspace is not None:
        lines.append(f"keeps {size_text(version.run.workspace.bytes)} for results in between")
    if compiled.refusal is None:
        lines.append(break_even(compiled.f, version))
    return lines


def of_input(one: Any) -> str:
    where = " (a variable outside)" if one.outside is not None else ""
    return f"{written(one.path)}: {described(one).removeprefix('an ')}{where}"


def conditions(recording: Recording) -> list[str]:
    """Say what the guards of a program ask, each place once."""
    found: dict[str, None] = {}
    for line in recording.lines:
        if isinstance(line, Guard):
            where = line_of(line.place)
            at = f", in `{where}`" if where else ""
            asked = "a branch goes this way" if line.what == "branch" else f"it is {line.outcome}"
            found[f"{asked}{at}"] = None
    return list(found)


def break_even(f: Callable[..., Any], version: Version) -> str:
    """Time a function and its program, and say from which call on the program has paid."""
    args, kwargs = version.arguments
    names = version.recording.parameters[len(args) :]
    answer = version.run(*args, *(kwargs[name] for name in names))
    if answer.__class__ is Miss:
        return f"it fits no more: {answer.why}"
    try:
        slow = seconds_of(lambda: f(*args, **kwargs), FEW)
        quick = seconds_of(lambda: version.run(*args, *(kwargs[name] for name in names)))
    except Exception as error:
        return f"not timed: calling it raised {type(error).__name__}"
    if quick >= slow:
        return f"a call takes {time_text(quick)}, as it is {time_text(slow)}: it does not pay"
    calls = int(version.seconds / (slow - quick)) + 1
    took = f"a call takes {time_text(quick)} instead of {time_text(slow)}"
    return f"{took}: it pays from call {calls} on"


def seconds_of(call: Callable[[], Any], most: int = 1000) -> float:
    """Take the CPU time of a call: the quickest of a few rounds, of so many calls at the most."""
    call()
    start = time.process_time()
    call()
    once = max(time.process_time() - start, 1e-7)
    repeats = max(1, min(most, int(LONG_ENOUGH / once / 3)))
    rounds = []
    for _ in range(3 if once < LONG_ENOUGH else 1):
        start = time.process_time()
        for _ in range(repeats):
            call()
        rounds.append((time.process_time() - start) / repeats)
    return min(rounds)


def time_text(seconds: float) -> str:
    """Write a time with its unit."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def size_text(size: float) -> str:
    """Write a number of bytes with its unit.

    Examples
    --------
    >>> size_text(65536), size_text(24e6)
    ('65.5 kB', '24 MB')
    """
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{size / scale:.3g} {unit}"
    return f"{size} bytes"
