"""The smallest interpreter of a program: line by line, with a dictionary of values."""

from __future__ import annotations

from adlearn.programs.lines import Guard, Var, mapped


class GuardFailed(Exception):
    """What a program depends on came out differently."""


def run_lines(recording, values):
    """Run a recording at other inputs; give its outputs in their form."""
    known = dict(zip([given.var for given in recording.inputs], values, strict=True))

    def now(thing):
        return known[thing] if isinstance(thing, Var) else thing

    for line in recording.lines:
        if isinstance(line, Guard):
            came_out = bool(now(line.var)) if line.what == "branch" else now(line.var)
            if came_out != line.outcome:
                raise GuardFailed(line)
        else:
            known[line.result] = line.function(*mapped(line.args, now), **mapped(line.kwargs, now))
    return recording.form([now(output) for output in recording.outputs])
