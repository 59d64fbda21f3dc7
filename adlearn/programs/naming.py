"""What the lines of a program are called: as the user's own source calls what they compute.

Nothing is called by a name that the source has for something else: what is not certain stays `t1`,
`t2`, ... `adlearn.programs.claims` says which lines the source has a name for.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from adlearn.programs.claims import claimed
from adlearn.programs.lines import Var
from adlearn.programs.tracing import Input, Recording, equations

#: What a generated file calls something else by.
TAKEN = {*dir(builtins), *keyword.kwlist, "np", "scipy", "math"}


class Unique:
    """Names of which no two are the same.

    Attributes
    ----------
    wanted : set of str
        Names that nothing else is called by, though they are not given yet.
    """

    def __init__(self, wanted: set[str]) -> None:
        self.wanted = wanted
        self.given: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.number = 0

    def give(self, name: str) -> str:
        """Give a name, or that name with a number."""
        name = new = valid(name)
        self.counts[name] += 1
        while new in self.given or (new != name and new in self.wanted):
            self.counts[name] = max(2, self.counts[name] + (new != name))
            new = f"{name}_{self.counts[name]}"
        self.given.add(new)
        return new

    def next(self) -> str:
        """Give t1, t2, ..."""
        while True:
            self.number += 1
            new = f"t{self.number}"
            if new not in self.given and new not in self.wanted:
                self.given.add(new)
                return new


def valid(name: str) -> str:
    """Make an identifier that means nothing else.

    Examples
    --------
    >>> valid("sum"), valid("layer 1"), valid("0")
    ('sum_', 'layer_1', '_0')
    """
    name = re.sub(r"\W", "_", name) or "_"
    name = name if name.isidentifier() else f"_{name}"
    return f"{name}_" if name in TAKEN else name


def names_of_inputs(inputs: Iterable[Input]) -> dict[Var, str]:
    """Call inputs by where they are among the arguments: by the last name and the numbers, or by
    all of it where others would be called so, too."""
    inputs = list(inputs)
    short = {given.var: valid(short_name(given.path)) for given in inputs}
    often = {name for name, count in Counter(short.values()).items() if count > 1}
    return {
        given.var: "_".join(map(str, given.path)) if short[given.var] in often else short[given.var]
        for given in inputs
    }


def short_name(path: tuple[Any, ...]) -> str:
    """Write where an argument is, in short.

    Examples
    --------
    >>> short_name(("params", "w")), short_name(("params", 0)), short_name(("params", 0, "w"))
    ('w', 'params_0', 'w_0')
    """
    words = [part for part in path if isinstance(part, str)]
    return "_".join([words[-1], *(str(part) for part in path if not isinstance(part, str))])


def cotangents_of(recording: Recording) -> dict[Var, Var]:
    """Say which var is the cotangent of which.

    Parameters
    ----------
    recording : Recording

    Returns
    -------
    dict of {Var: Var}
        By the cotangent: what it is the cotangent of. Of several the one that it came to first,
        which is nearest to the output. Inputs and constants are left out.
    """
    given = {one.var for one in recording.inputs}
    found: dict[Var, Var] = {}
    for var, cotangent in recording.cotangents:
        if isinstance(cotangent, Var) and cotangent not in given and cotangent is not var:
            found.setdefault(cotangent, var)
    return found


def names_of(recording: Recording, claims: dict[Var, str] | None = None) -> dict[Var, str]:
    """Call inputs and results as the user's source does.

    Parameters
    ----------
    recording : Recording
    claims : dict of {Var: str}, optional
        What `claimed` found in the lines as they were recorded, where some are struck out since.

    Returns
    -------
    dict of {Var: str}
        Identifiers, no two the same. A cotangent that the source has no name for is called after
        what it belongs to: `h_bar`. Everything else is `t1`, `t2`, ... in the order of the lines.

    Examples
    --------
    >>> import numpy as np
    >>> from adlearn.programs.tracing import trace
    >>> recording = trace(lambda x: 2.0 * np.sin(x), (1.0,), {})
    >>> list(names_of(recording).values())
    ['x', 't1', 't2']
    """
    claims = claimed(recording.lines) if claims is None else claims
    lines = equations(recording.lines)
    of_inputs = names_of_inputs(recording.inputs)
    wanted = {valid(name) for name in (*of_inputs.values(), *claims.values())}
    unique = Unique(wanted)
    names = {var: unique.give(name) for var, name in of_inputs.items()}
    results = [line.result for line in lines if line.result not in names]
    for var in results:
        if var in claims:
            names[var] = unique.give(claims[var])
    belongs, known = cotangents_of(recording), {*results, *names}
    for var in results:
        if var not in names and not leads_to_name(var, belongs, known):
            names[var] = unique.next()
    for var in results:
        name_cotangent(var, belongs, names, unique)
    return names


def leads_to_name(var: Var, belongs: dict[Var, Var], known: set[Var]) -> bool:
    """Say whether a cotangent belongs to something that has a name, or gets one."""
    return belongs.get(var) in known and not in_circle(var, belongs)


def in_circle(var: Var, belongs: dict[Var, Var]) -> bool:
    """Say whether a var is, in the end, called after itself."""
    seen = {var}
    while var in belongs:
        var = belongs[var]
        if var in seen:
            return True
        seen.add(var)
    return False


def name_cotangent(
    var: Var, belongs: dict[Var, Var], names: dict[Var, str], unique: Unique
) -> None:
    """Call a cotangent after what it belongs to, which may be a cotangent itself."""
    chain = []
    while var not in names:
        chain.append(var)
        var = belongs[var]
    for cotangent in reversed(chain):
        names[cotangent] = unique.give(f"{names[belongs[cotangent]]}_bar")
