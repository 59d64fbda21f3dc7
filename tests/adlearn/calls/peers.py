"""The same calls asked of other libraries: where nothing decides who is right, do we agree?

At ordinary points differences of NumPy's own answers decide. At kinks, ties, infinities and nan
they cannot; there the derivative is a convention, and it is compared with JAX's and PyTorch's where
they have a function of the same name that gives NumPy's value. What differs stands with its reason
in `PEER_DIFFERENCES`.
"""

from __future__ import annotations

import collections
import fnmatch
import importlib
import importlib.util
import os
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from calls.asking import Question, finding_of
from calls.comparing import brief, comparable, is_float
from calls.functions import Function, functions
from calls.known import PEER_DIFFERENCES
from calls.making import Call, calls_of, leaves_in, parts_of, settings_for, substituted
from calls.settings import Setting
from calls.table import line_of

from adlearn import vjp
from adlearn.tensors.primitive import value_of


@dataclass(frozen=True, slots=True)
class Peer:
    """Another library.

    Attributes
    ----------
    name : str
    find : callable
        Takes the name of a function, as in `Function`, and gives theirs, or None.
    array : callable
        Makes one of their arrays.
    pulled : callable
        `pulled(f, arrays, cotangents)`: the values of f and the cotangents of its arguments.
    """

    name: str
    find: Callable[[str], Any]
    array: Callable[[Any], Any]
    pulled: Callable[[Any, Any, Any], tuple[list[Any], list[Any]]]


def installed() -> list[Peer]:
    """Give the peers that are there."""
    makers = {"jax": jax_peer, "torch": torch_peer}
    return [make() for name, make in makers.items() if name in names_installed()]


def names_installed() -> list[str]:
    return [name for name in ("jax", "torch") if importlib.util.find_spec(name)]


def jax_peer() -> Peer:
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def find(name: str) -> Any:
        if name.startswith("np."):
            return attribute(jnp, name.removeprefix("np."))
        if name.startswith("scipy."):
            module, _, function = name.removeprefix("scipy.").partition(".")
            try:
                found = importlib.import_module(f"jax.scipy.{module}")
                if module == "stats":
                    distribution = function.partition(".")[0]
                    found = importlib.import_module(f"jax.scipy.stats.{distribution}")
                    function = function.partition(".")[2]
            except ImportError:
                return None
            return attribute(found, function)
        return None

    def pulled(f: Any, arrays: Any, cotangents: Any) -> Any:
        values, pull = jax.vjp(f, *arrays)
        us = [
            jnp.asarray(u, y.dtype).reshape(y.shape)
            for u, y in zip(cotangents, values, strict=True)
        ]
        return values, list(pull(us))

    return Peer("jax", find, jnp.asarray, pulled)


def torch_peer() -> Peer:
    import torch

    def find(name: str) -> Any:
        if name.startswith("np."):
            return attribute(torch, name.removeprefix("np."))
        if name.startswith("scipy.special."):
            return attribute(torch.special, name.removeprefix("scipy.special."))
        return None

    def pulled(f: Any, arrays: Any, cotangents: Any) -> Any:
        variables = [a.clone().requires_grad_() for a in arrays]
        values = f(*variables)
        total = sum((torch.as_tensor(u) * y).sum() for u, y in zip(cotangents, values, strict=True))
        found = torch.autograd.grad(total, variables, allow_unused=True)
        return [y.detach().numpy() for y in values], [
            np.zeros(a.shape) if g is None else g.numpy()
            for g, a in zip(found, arrays, strict=True)
        ]

    return Peer("torch", find, lambda a: torch.as_tensor(np.array(a)), pulled)


def attribute(thing: Any, name: str) -> Any:
    for part in name.split("."):
        thing = getattr(thing, part, None)
    return thing if callable(thing) else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a peer has another derivative.

    Attributes
    ----------
    peer, function : str
    content : str
        What was in the arrays: "ties", "edges", "nan", "inf", ...
    kind : str
        "undefined", where ours is no number and the value is nan; "nan", where only ours is none;
        "number", where only theirs is none; "infinite", where neither is one; "other".
    text : str
    """

    peer: str
    function: str
    content: str
    kind: str
    text: str

    @property
    def reason(self) -> str | None:
        for (peers, names, contents, kinds), why in PEER_DIFFERENCES.items():
            if (
                self.peer in peers.split()
                and any(fnmatch.fnmatch(self.function, name) for name in names.split())
                and (contents == "*" or self.content in contents.split())
                and (kinds == "*" or self.kind in kinds.split())
            ):
                return why
        return None


#: Where conventions show.
SPECIAL = ("ties", "edges", "nan", "inf", "identity", "diagonal", "zero")


def special_settings(function: Function, part: int, parts: int) -> Iterator[Setting]:
    for setting in settings_for(function):
        drawn = zlib.crc32(f"{setting} {function.name}".encode())
        if setting.content in SPECIAL and drawn % parts == part % parts:
            yield setting


#: What comes of a call that a peer has a function for: differences of NumPy's own answers say that
#: ours is right, so that there is nothing to compare; the peer's derivative is the same, or another
#: for a known reason, or another; its value is another; it does not take the call.
OUTCOMES = ("decided", "agree", "differ", "unlisted", "value", "cannot")


@dataclass(frozen=True, slots=True)
class PeerRow:
    """What came of the calls of one function.

    Attributes
    ----------
    name, family : str
    counts : Counter
        How often each of `OUTCOMES` came, by peer and outcome.
    differences : tuple of Difference
    """

    name: str
    family: str
    counts: collections.Counter[tuple[str, str]]
    differences: tuple[Difference, ...]

    def unlisted(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.reason is None]


def compared(
    peers: list[Peer],
    part: int = 0,
    parts: int = 1,
    names: Callable[[str], bool] = lambda name: True,
    share: int = 4,
) -> Iterator[PeerRow]:
    """Compare calls whose derivative is a convention, function by function."""
    for function in functions():
        theirs = [(peer, found) for peer in peers if (found := peer.find(function.name))]
        if not theirs or not names(function.name):
            continue
        counts: collections.Counter[tuple[str, str]] = collections.Counter()
        differences: list[Difference] = []
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            for call in calls_of(function, special_settings(function, part, parts)):
                if call.changed and call.number() % share:
                    continue  # options meet the peers in a part of the calls
                for peer, outcome in compare(call, theirs):
                    if isinstance(outcome, Difference):
                        differences.append(outcome)
                        outcome = "differ" if outcome.reason else "unlisted"
                    counts[peer, outcome] += 1
        yield PeerRow(function.name, function.family, counts, tuple(differences))


def compare(call: Call, theirs: list[tuple[Peer, Any]]) -> Iterator[tuple[str, str | Difference]]:
    """Compare one call by all its variables at once: the names of peers, and what came of it."""
    leaves = leaves_in(call)
    if not leaves or any(np.asarray(leaf).dtype != np.float64 for _, leaf in leaves):
        return
    everything = list(range(len(leaves)))
    if finding_of(call, leaves, everything, exact=True).kind == "right":
        yield from ((peer.name, "decided") for peer, _ in theirs)
        return
    question = Question(call, [leaf for _, leaf in leaves], everything)
    try:
        values, pull = vjp(answer_of(call, call.function.traced), *map(np.asarray, question.point))
        us = [question.numbers(y) for y in values]
        ours = [np.asarray(g) for g in pull(us)]
    except Exception:  # refused, or a failure that is asked for elsewhere
        return
    for peer, found in theirs:
        yield peer.name, outcome_of(call, peer, found, question, values, us, ours)


def answer_of(call: Call, function: Any) -> Callable[..., list[Any]]:
    """Give a call as a function of its variables alone."""

    def f(*zs: Any) -> list[Any]:
        answer = comparable(call, call.run(function, substituted(call, list(zs))))
        return [y for y in parts_of(answer) if is_float(y) or is_theirs(y)]

    return f


def is_theirs(y: Any) -> bool:
    """Say whether something is a peer's array of floats."""
    name = str(getattr(y, "dtype", "")).removeprefix("torch.")
    return name.startswith(("float", "complex"))


def outcome_of(
    call: Call, peer: Peer, theirs: Any, question: Question, values: Any, us: Any, ours: Any
) -> str | Difference:
    try:
        point = [peer.array(np.asarray(x)) for x in question.point]
        their_values, found = peer.pulled(answer_of(call, theirs), point, us)
        pulled = [np.asarray(g) for g in found]
        same_value = len(values) == len(their_values) and all(
            np.allclose(np.asarray(a), np.asarray(b), rtol=1e-6, equal_nan=True)
            for a, b in zip(values, their_values, strict=True)
        )
    except Exception:  # whatever they have against this call
        return "cannot"
    if not values:
        return "cannot"
    if not same_value:
        return "value"
    for a, b in zip(ours, pulled, strict=True):
        if a.shape != b.shape or not np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True):
            text = f"{call}: ours {brief(a)}, {peer.name} {brief(b)}"
            content, kind = call.setting.content, kind_of(a, b, values)
            return Difference(peer.name, call.function.name, content, kind, text)
    return "agree"


def kind_of(ours: Any, theirs: Any, values: Any) -> str:
    if ours.shape != theirs.shape:
        return "other"
    different = ~np.isclose(ours, theirs, rtol=1e-6, atol=1e-9, equal_nan=True)
    a, b = np.isfinite(ours[different]), np.isfinite(theirs[different])
    if not np.any(a):
        for y in map(np.asarray, map(value_of, values)):
            # of an element's own value where each has one, else of any that may depend on it
            undefined = np.isnan(y)[different] if y.shape == ours.shape else np.any(np.isnan(y))
            if np.all(undefined):
                return "undefined"
        return "nan" if np.any(b) else "infinite"
    return "number" if not np.any(b) else "other"


def written(rows: Iterable[PeerRow]) -> str:
    """Write a table for each peer: a line for each family."""
    tables: dict[str, dict[str, collections.Counter[str]]] = {}
    for row in rows:
        for peer in {peer for peer, _ in row.counts}:
            families = tables.setdefault(peer, collections.defaultdict(collections.Counter))
            for family in (row.family, "all"):
                families[family]["functions"] += 1
                for outcome in OUTCOMES:
                    families[family][outcome] += row.counts[peer, outcome]
    columns = ("functions", *OUTCOMES)
    lines = []
    for peer, families in sorted(tables.items()):
        lines.append(line_of(peer, columns))
        for family in sorted(families, key=lambda family: (family == "all", family)):
            lines.append(line_of(family, [families[family][column] for column in columns]))
    return "\n".join(lines)
