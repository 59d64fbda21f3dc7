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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from calls.asking import Question, finding_of
from calls.comparing import brief, comparable, is_float
from calls.functions import Function, functions
from calls.known import PEER_DIFFERENCES
from calls.making import Call, calls_of, leaves_in, parts_of, settings_for, substituted
from calls.settings import Setting

from adlearn import vjp


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
        "nan", where only ours is; "number", where only theirs is nan; "other".
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


def compared(
    peers: list[Peer],
    part: int = 0,
    parts: int = 1,
    names: Callable[[str], bool] = lambda name: True,
    share: int = 4,
) -> tuple[list[Difference], collections.Counter[str]]:
    """Compare calls whose derivative is a convention.

    Returns
    -------
    differences : list of Difference
    counts : Counter
        How many calls were compared with each peer, and how many it cannot do.
    """
    differences: list[Difference] = []
    counts: collections.Counter[str] = collections.Counter()
    for function in functions():
        theirs = [(peer, found) for peer in peers if (found := peer.find(function.name))]
        if not theirs or not names(function.name):
            continue
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            for call in calls_of(function, special_settings(function, part, parts)):
                if call.changed and call.number() % share:
                    continue  # options meet the peers in a part of the calls
                for peer, found in theirs:
                    difference = compare(call, peer, found, counts)
                    if difference is not None:
                        differences.append(difference)
    return differences, counts


def compare(
    call: Call, peer: Peer, theirs: Any, counts: collections.Counter[str]
) -> Difference | None:
    """Compare one call by all its variables at once."""
    leaves = leaves_in(call)
    if not leaves or any(np.asarray(leaf).dtype != np.float64 for _, leaf in leaves):
        return None
    if finding_of(call, leaves, list(range(len(leaves))), exact=True).kind == "right":
        return None  # differences have decided
    question = Question(call, [leaf for _, leaf in leaves], list(range(len(leaves))))
    point = [np.asarray(x) for x in question.point]

    def ours_of(*zs: Any) -> list[Any]:
        answer = comparable(call, call.run(call.function.traced, substituted(call, list(zs))))
        return [y for y in parts_of(answer) if is_float(y)]

    def theirs_of(*zs: Any) -> list[Any]:
        given = substituted(call, list(zs))
        given = [
            (n, v if n in dict(call.given) and v is dict(call.given)[n] else v) for n, v in given
        ]
        answer = comparable(call, call.run(theirs, given))
        return [
            y
            for y in parts_of(answer)
            if np.dtype(str(y.dtype).removeprefix("torch.")).kind in "fc"
        ]

    try:
        values, pull = vjp(ours_of, *point)
        us = [question.numbers(y) for y in values]
        ours = [np.asarray(g) for g in pull(us)]
    except Exception:  # refused, or a failure that is asked for elsewhere
        return None
    try:
        their_values, found = peer.pulled(theirs_of, [peer.array(x) for x in point], us)
        pulled = [np.asarray(g) for g in found]
        same_value = len(values) == len(their_values) and all(
            np.allclose(np.asarray(a), np.asarray(b), rtol=1e-6, equal_nan=True)
            for a, b in zip(values, their_values, strict=True)
        )
    except Exception:  # whatever they have against this call
        counts[f"{peer.name} cannot"] += 1
        return None
    if not same_value:
        counts[f"{peer.name} has another value"] += 1
        return None
    counts[f"{peer.name} compared"] += 1
    for a, b in zip(ours, pulled, strict=True):
        if a.shape != b.shape:
            continue
        if not np.allclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True):
            kind = kind_of(a, b)
            text = f"{call}: ours {brief(a)}, {peer.name} {brief(b)}"
            return Difference(peer.name, call.function.name, call.setting.content, kind, text)
    return None


def kind_of(ours: Any, theirs: Any) -> str:
    different = ~np.isclose(ours, theirs, rtol=1e-6, atol=1e-9, equal_nan=True)
    a, b = np.isfinite(ours[different]), np.isfinite(theirs[different])
    if np.all(~a & b):
        return "nan"
    return "number" if np.all(a & ~b) else "other"
