"""Which functions are asked: everything that can meet a traced value, found and not listed.

NumPy's functions that dispatch, its ufuncs and their methods, the methods of an array, operators,
what `adlearn.numpy` has of its own, and what `adlearn.scipy` has of SciPy's. A function that joins
NumPy, or that gets a rule, is asked from then on.
"""

from __future__ import annotations

import importlib
import inspect
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from inspect import Parameter
from typing import Any

import numpy as np

import adlearn.numpy as anp
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.families import rule_of

#: What no derivative can be asked of, with the reason.
NOT_ASKED = {
    "array_function_dispatch": "a decorator",
    "busday_count busday_offset is_busday datetime_as_string": "of dates",
    "save savetxt savez savez_compressed": "write files",
    "may_share_memory shares_memory": "ask where an array lies in memory",
    "packbits unpackbits bitwise_and bitwise_count bitwise_invert bitwise_left_shift bitwise_or "
    "bitwise_right_shift bitwise_xor invert bitwise_not left_shift right_shift gcd lcm isnat "
    "ravel_multi_index unravel_index can_cast min_scalar_type": "take no floats",
    "dump dumps tofile tobytes setflags to_device byteswap getfield setfield": "of bytes",
}
NAMES_NOT_ASKED = {name for names in NOT_ASKED for name in names.split()}


@dataclass(frozen=True, slots=True)
class Function:
    """A function to ask.

    Attributes
    ----------
    name : str
        How it is written, such as "np.linalg.norm".
    plain : callable
        What it does with plain arrays.
    traced : callable
        What a user calls with traced values.
    parameters : tuple of inspect.Parameter
    family : str
        The file of rules it belongs to, "no rule" if there is none.
    """

    name: str
    plain: Callable[..., Any]
    traced: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    family: str

    @property
    def kinds(self) -> dict[str, Any]:
        return {p.name: p.kind for p in self.parameters}


def functions() -> list[Function]:
    """Find all functions, each under one name."""
    rule_of(np.sum)  # loads the whole table
    found: dict[str, Function] = {}
    for function in (
        *of_numpy(),
        *ufunc_methods(),
        *array_methods(),
        *operators(),
        *of_adlearn_numpy(),
        *(of_scipy() if find_spec("scipy") else ()),
        *(distributions() if find_spec("scipy") else ()),
    ):
        found.setdefault(function.name, function)
    return list(found.values())


def public(module: Any) -> Iterator[tuple[str, Any]]:
    for name in sorted(dir(module)):
        thing = getattr(module, name)
        if not name.startswith("_") and name not in NAMES_NOT_ASKED and callable(thing):
            yield name, thing


def of_numpy() -> Iterator[Function]:
    """Give the functions that NumPy hands over when it meets a traced value."""
    seen = set()
    for prefix, module in (("np", np), ("np.linalg", np.linalg), ("np.fft", np.fft)):
        for name, f in public(module):
            dispatches = isinstance(f, np.ufunc) or hasattr(f, "_implementation")
            if dispatches and id(f) not in seen and has_signature(f):
                seen.add(id(f))
                yield Function(f"{prefix}.{name}", f, f, parameters_of(f), family_of(f))


def has_signature(f: Any) -> bool:
    """Say whether a function tells its parameters; some of an older NumPy's do not."""
    try:
        parameters_of(f)
    except ValueError:
        return False
    return True


KEYWORD, POSITIONAL = Parameter.KEYWORD_ONLY, Parameter.POSITIONAL_ONLY


def keywords(names: str) -> list[Parameter]:
    return [Parameter(name, KEYWORD, default=None) for name in names.split()]


def parameters_of(f: Any) -> tuple[Parameter, ...]:
    """Give the parameters of a function; a ufunc's keywords are in no signature."""
    if isinstance(f, np.ufunc):
        inputs = [Parameter(f"x{i + 1}", POSITIONAL) for i in range(f.nin)]
        one_axis = "axis keepdims " if f.signature == "(n),(n)->()" else ""
        more = "axes " + one_axis if f.signature else "where "
        return (*inputs, *keywords("out " + more + "casting order dtype subok signature"))
    return tuple(inspect.signature(f).parameters.values())


METHODS_OF_UFUNCS = {
    "reduce": "array axis dtype out keepdims initial where",
    "accumulate": "array axis dtype out",
    "reduceat": "array indices axis dtype out",
    "outer": "x1 x2 out where casting order dtype",
    "at": "a indices b",
}
REQUIRED = {"array", "x1", "x2", "a", "indices", "b"}


def ufunc_methods() -> Iterator[Function]:
    """Give `np.add.reduce` and its relatives."""
    for name, f in public(np):
        if not isinstance(f, np.ufunc) or f.nin != 2 or f.nout != 1 or f.signature:
            continue
        if "dd->d" not in f.types or (f.__name__ != name and name not in ("pow", "mod")):
            continue
        for method, names in METHODS_OF_UFUNCS.items():
            bound = getattr(f, method)
            ps = [
                Parameter(n, POSITIONAL) if n in REQUIRED else Parameter(n, KEYWORD, default=None)
                for n in names.split()
            ]
            yield Function(f"np.{name}.{method}", bound, bound, tuple(ps), "ufunc methods")


def array_methods() -> Iterator[Function]:
    """Give the methods of an array as functions of the array."""
    for name, method in public(np.ndarray):
        if isinstance(method, type) or not has_signature(method):
            continue
        first, *rest = inspect.signature(method).parameters.values()
        if any(p.kind is Parameter.VAR_KEYWORD for p in rest):
            rest = [p for p in rest if p.kind is not Parameter.VAR_KEYWORD]
            counterpart = getattr(np, name, None)
            if counterpart is not None:  # `**kwargs` stands for the function's keywords
                known = {p.name for p in rest}
                rest += [
                    p.replace(kind=KEYWORD)
                    for p in list(inspect.signature(counterpart).parameters.values())[1:]
                    if p.name not in known
                    and p.kind is not Parameter.VAR_KEYWORD
                    and p.name not in ("a_min", "a_max", "correction")
                ]
        called = calling(name)
        ps = (first.replace(name="a"), *rest)
        yield Function(f"ndarray.{name}", called, called, ps, "methods")
    for name in ("T", "mT", "real", "imag", "flat", "shape", "ndim", "size", "dtype"):
        asked = reading(name)
        yield Function(f"ndarray.{name}", asked, asked, (Parameter("a", POSITIONAL),), "methods")


def calling(name: str) -> Callable[..., Any]:
    def call(a: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(a, name)(*args, **kwargs)

    return call


def reading(name: str) -> Callable[..., Any]:
    def read(a: Any) -> Any:
        value = getattr(a, name)
        return list(value) if name == "flat" else value

    return read


BINARY = [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "lt",
    "le",
    "eq",
    "ne",
    "gt",
    "ge",
]
UNARY = ["neg", "pos", "abs"]


def operators() -> Iterator[Function]:
    """Give Python's operators, and what Python's built-in functions ask."""
    two = (Parameter("x1", POSITIONAL), Parameter("x2", POSITIONAL))
    for name in BINARY:
        f = getattr(operator, name)
        yield Function(f"operator.{name}", f, f, two, "operators")
    for name in UNARY:
        f = getattr(operator, name)
        yield Function(f"operator.{name}", f, f, two[:1], "operators")
    yield Function("divmod", divmod, divmod, two, "operators")
    index = Parameter("index", POSITIONAL)
    yield Function(
        "operator.getitem", operator.getitem, operator.getitem, (two[0], index), "indexing"
    )
    for f in (iterated, rounded):
        yield Function(f.__name__, f, f, two[:1], "operators")


def iterated(x1: Any) -> Any:
    return list(x1)


def rounded(x1: Any) -> Any:
    return round(x1)


def of_adlearn_numpy() -> Iterator[Function]:
    """Give what `adlearn.numpy` has for functions that NumPy does not hand over."""
    for name, f in public(anp):
        plain = getattr(np, name, None)
        if f is plain or plain is None or isinstance(plain, type | np.ufunc):
            continue
        if hasattr(plain, "_implementation") or not inspect.isfunction(f):
            continue
        ps = tuple(
            p for p in inspect.signature(f).parameters.values() if p.kind != Parameter.VAR_KEYWORD
        )
        yield Function(f"anp.{name}", plain, f, ps, "adlearn.numpy")


#: Without `where`: with it SciPy 1.17's own `beta` writes outside of its arrays.
NOT_IN_SCIPY = ("blocksize", "disp", "where", "signature")
SCIPY = ("special", "linalg", "signal")


def of_scipy() -> Iterator[Function]:
    """Give the functions of `adlearn.scipy` that are more than SciPy's own."""
    for module in SCIPY:
        theirs = importlib.import_module(f"scipy.{module}")
        ours = importlib.import_module(f"adlearn.scipy.{module}")
        for name, f in public(ours):
            plain = getattr(theirs, name, None)
            if plain is None or f is plain or isinstance(plain, type):
                continue
            ps = tuple(p for p in parameters_of(plain) if p.name not in NOT_IN_SCIPY)
            yield Function(f"scipy.{module}.{name}", plain, f, ps, f"scipy {module}")


def distributions() -> Iterator[Function]:
    """Give the methods of the distributions in `adlearn.scipy.stats`."""
    from scipy import stats

    from adlearn.scipy.counts import COUNTS
    from adlearn.scipy.densities import DENSITIES
    from adlearn.scipy.distributions import DISTRIBUTIONS
    from adlearn.scipy.vectors import VECTORS

    for name, ours in (DISTRIBUTIONS | DENSITIES | COUNTS | VECTORS).items():
        plain = getattr(stats, name)
        for method in sorted(m for m in dir(type(ours)) if not m.startswith("_")):
            bound = getattr(plain, method, None)
            if bound is None or method in ("fit", "rvs"):
                continue
            try:
                given = inspect.signature(bound).parameters.values()
            except ValueError:
                continue
            shapes = [s.strip() for s in (getattr(plain, "shapes", None) or "").split(",") if s]
            ps: list[Parameter] = []
            for p in given:
                if p.name == "args" and p.kind is Parameter.VAR_POSITIONAL:
                    ps += [Parameter(s, Parameter.POSITIONAL_OR_KEYWORD) for s in shapes]
                elif p.kind is not Parameter.VAR_KEYWORD:
                    ps.append(p)
            known = {p.name for p in ps}
            if shapes or name not in ("multivariate_normal", "dirichlet"):
                more = ["loc"] if name in COUNTS else ["loc", "scale"]
                ps += [Parameter(n, KEYWORD, default=None) for n in more if n not in known]
            yield Function(
                f"scipy.stats.{name}.{method}",
                bound,
                getattr(ours, method),
                tuple(ps),
                "scipy stats",
            )


# Which file a rule stands in


def family_of(f: Any) -> str:
    """Give the file of rules that a function's rule comes from."""
    ours = DISPATCH.get(f)
    if ours is None:
        return "no rule"
    return next(files_of(ours, 4), "elementwise" if isinstance(f, np.ufunc) else "constants")


def files_of(thing: Any, depth: int) -> Iterator[str]:
    module = getattr(thing, "__module__", None) or ""
    if module.startswith("adlearn.rules.") and inspect.isfunction(thing):
        yield module.removeprefix("adlearn.rules.")
    if depth == 0:
        return
    inner = [getattr(thing, name, None) for name in ("fun", "pull", "push", "__wrapped__")]
    cells = getattr(thing, "__closure__", None) or ()
    for cell in cells:
        contents = cell.cell_contents
        inner += contents if isinstance(contents, tuple) else [contents]
    for part in inner:
        if callable(part):
            yield from files_of(part, depth - 1)
