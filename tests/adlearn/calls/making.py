"""Makes calls: a function, arguments that NumPy accepts, and which of the numbers in them vary."""

from __future__ import annotations

import copy
import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from inspect import Parameter
from typing import Any

import numpy as np
from calls.drawings import NO_VARIABLES
from calls.exceptions import entry_for
from calls.functions import Function
from calls.settings import MATRICES, REGIONS, SETTINGS, Draw, Setting

#: How many combinations of required arguments are asked in a setting.
COMBINATIONS = 8
#: How many pairs of optional arguments a call is asked with.
PAIRS = 4


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments.

    Attributes
    ----------
    function : Function
    setting : Setting
    given : tuple of (str, object)
        Name and value of each argument.
    by_name : frozenset of str
        Those that are passed by name.
    changed : tuple of str
        Which arguments are not the plain ones of the setting: what a failure may be due to.
    """

    function: Function
    setting: Setting
    given: tuple[tuple[str, Any], ...]
    by_name: frozenset[str]
    region: tuple[float, float] = REGIONS[0]
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.function.name}({', '.join(self.texts())})"

    def texts(self) -> Iterator[str]:
        kinds = self.function.kinds
        for name, value in self.given:
            if kinds[name] is Parameter.VAR_POSITIONAL:
                yield from map(text_of, value)
            elif kinds[name] is Parameter.VAR_KEYWORD:
                yield from (f"{key}={text_of(part)}" for key, part in value.items())
            else:
                yield f"{name}={text_of(value)}" if name in self.by_name else text_of(value)

    def run(self, f: Callable[..., Any], given: Any = None) -> Any:
        """Call a function with these arguments, or with others in their places."""
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        kinds = self.function.kinds
        for name, value in self.given if given is None else given:
            if kinds[name] is Parameter.VAR_POSITIONAL:
                args += value
            elif kinds[name] is Parameter.VAR_KEYWORD:
                kwargs |= value
            elif name in self.by_name:
                kwargs[name] = value
            else:
                args.append(value)
        return f(*args, **kwargs)

    def plain(self) -> Any:
        """Give what NumPy answers; the arguments stay as they are."""
        return self.run(self.function.plain, copy.deepcopy(self.given))

    def number(self) -> int:
        """Give a number that belongs to this call, in each run the same."""
        return zlib.crc32(f"{self.function.name} {self.setting} {','.join(self.texts())}".encode())


def text_of(value: Any) -> str:
    """Write a value as one would in a program."""
    if isinstance(value, np.ndarray):
        return text_of_array(value)
    if isinstance(value, np.generic):
        return f"np.{type(value).__name__}({value.item()!r})"
    if isinstance(value, type):
        return f"np.{value.__name__}" if issubclass(value, np.generic) else value.__name__
    if isinstance(value, tuple):
        inner = ", ".join(map(text_of, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, list):
        return f"[{', '.join(map(text_of, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{k!r}: {text_of(v)}' for k, v in value.items())}}}"
    if isinstance(value, float) and not np.isfinite(value):
        return f"np.{value}"
    return getattr(value, "__name__", None) or repr(value)


def text_of_array(a: np.ndarray) -> str:
    dtype = (
        ""
        if a.dtype in (np.float64, np.complex128, np.int64, bool) and a.size
        else (f", dtype=np.{a.dtype.name}")
    )
    if a.size == 0 and a.ndim > 1:
        return f"np.zeros({a.shape}{dtype})"
    reversed_ = a.size > 1 and a.strides[0] < 0
    numbers = repr(rounded_list(a[::-1] if reversed_ else a))
    numbers = numbers.replace("nan", "np.nan").replace("inf", "np.inf")
    written = f"np.array({numbers}{dtype})"
    if reversed_:
        return written + "[::-1]"
    if a.size < 2 or a.flags.c_contiguous:
        return written
    return (
        f"np.asfortranarray({written})"
        if a.flags.f_contiguous
        else (f"np.repeat({written}, 2, -1)[..., ::2]")
    )


def rounded_list(a: np.ndarray) -> Any:
    if a.dtype.kind not in "fc":
        return a.tolist()
    return np.round(a.astype(np.complex128 if a.dtype.kind == "c" else np.float64), 6).tolist()


# What NumPy accepts


def accepted(call: Call) -> tuple[bool, Any]:
    try:
        answer = call.plain()
    except Exception:  # what NumPy refuses, and however it does, is not asked
        return False, None
    return not any(is_object_array(part) for part in parts_of(answer)), answer


def is_object_array(part: Any) -> bool:
    return isinstance(part, np.ndarray) and part.dtype.kind == "O"


def finite(answer: Any) -> bool:
    for part in parts_of(answer):
        a = np.asarray(part)
        if a.dtype.kind in "fc" and not np.all(np.isfinite(a)):
            return False
    return True


def parts_of(answer: Any) -> list[Any]:
    """Give the arrays and numbers in an answer, which may be nested tuples and lists."""
    if isinstance(answer, (tuple, list)):
        return [part for inner in answer for part in parts_of(inner)]
    return [answer]


#: SciPy's own divide by zero here and end Python.
STOP_WHEN_EMPTY = ("scipy.signal.convolve2d", "scipy.signal.correlate2d")
OF_MATRICES = ("np.linalg", "scipy.linalg")


def settings_for(function: Function) -> tuple[Setting, ...]:
    if function.name.startswith("scipy.stats"):
        return tuple(s for s in SETTINGS if np.dtype(s.dtype).kind == "f")  # densities of reals
    if function.name in STOP_WHEN_EMPTY:
        return tuple(s for s in SETTINGS if 0 not in s.shape)
    return SETTINGS + MATRICES if function.name.startswith(OF_MATRICES) else SETTINGS


def calls_of(function: Function, settings: Iterable[Setting] | None = None) -> Iterator[Call]:
    """Make the calls of a function that NumPy accepts.

    Parameters
    ----------
    function : Function
    settings : iterable of Setting, optional
        All by default.
    """
    settings = settings_for(function) if settings is None else settings
    for required, optional in forms_of(function):
        for setting in settings:
            yield from calls_in(function, setting, required, optional)


def not_drawn(function: Function) -> set[str]:
    """Give the names of the parameters that stand in none of the calls.

    There is nothing to draw for them, or nothing that NumPy accepts.
    """
    missing = {p.name for required, optional in forms_of(function) for p in (*required, *optional)}
    for setting in settings_for(function):
        for call in calls_of(function, [setting]):
            missing.difference_update(name for name, _ in call.given)
            if not missing:
                return missing
    return missing


def forms_of(function: Function) -> Iterator[tuple[list[Parameter], list[Parameter]]]:
    """Give what must be passed and what may be, in each way the function can be called."""
    parameters = [
        p
        for p in function.parameters
        if p.kind is not Parameter.VAR_KEYWORD or entry_for(function.name, p.name, False)
    ]
    for together in ((), *TOGETHER.get(function.name, ())):
        required = [p for p in parameters if is_required(p) or p.name in together]
        yield required, [p for p in parameters if p not in required]


#: Optional parameters that make sense together only.
TOGETHER = {
    "np.where": (("x", "y"),),
    "np.clip": (("a_min", "a_max"),),
}


def calls_in(
    function: Function, setting: Setting, required: list[Parameter], optional: list[Parameter]
) -> Iterator[Call]:
    """Make the calls in one setting: of each region those with what must be passed."""
    regions = REGIONS if setting.content == "ordinary" else REGIONS[:1]
    tried = [base_calls(function, required, setting, region) for region in regions]
    tried = [bases for bases in tried if bases]
    # The options meet the first region in which there are the most finite values.
    best = max(tried, key=share_finite, default=None)
    for bases in tried:
        if bases is best and (not of_elements(function) or setting in FOR_KEYWORDS):
            yield from with_options(bases, optional)
        elif bases is best or is_elementwise(function) and setting.shape in ((3,), ()):
            yield from (call for call, _ in bases)


def share_finite(bases: list[tuple[Call, Any]]) -> float:
    return sum(finite(answer) for _, answer in bases) / len(bases)


#: Settings in which ufuncs meet their keywords, which are the same for all of them.
FOR_KEYWORDS = (
    Setting((3,)),
    Setting(()),
    Setting((0, 3)),
    Setting((2, 3), layout="F"),
    Setting((2, 3), np.float32),
    Setting((2, 3), np.complex128),
    Setting((2, 3), content="nan"),
)


def of_elements(function: Function) -> bool:
    return (
        is_elementwise(function)
        or hasattr(function.plain, "__self__")
        and (isinstance(function.plain.__self__, np.ufunc))
    )


def is_elementwise(function: Function) -> bool:
    return isinstance(function.plain, np.ufunc) and not function.plain.signature


def is_required(p: Parameter) -> bool:
    return p.default is Parameter.empty and p.kind is not Parameter.VAR_KEYWORD


def base_calls(
    function: Function, required: list[Parameter], setting: Setting, region: Any
) -> list[tuple[Call, Any]]:
    """Give calls with the required arguments only, and NumPy's answers."""
    partial: list[dict[str, Any]] = [{}]
    for place, p in enumerate(required):
        entry = entry_for(function.name, p.name, place == 0)
        if entry is None:
            return []
        grown = []
        for chosen in partial:
            draw = Draw(function.name, setting, region, dict(chosen), name=p.name)
            grown += [{**chosen, p.name: value} for value in entry(draw)]
        partial = grown
    found = []
    order = np.random.default_rng(zlib.crc32(f"{function.name}{setting}".encode()))
    if len(partial) > 64:
        keep = sorted(order.choice(len(partial), 64, replace=False))
        partial = [partial[i] for i in keep]
    for chosen in partial:
        by_name = frozenset(p.name for p in required if p.kind is Parameter.KEYWORD_ONLY)
        call = Call(function, setting, tuple(chosen.items()), by_name, region)
        fine, answer = accepted(call)
        if fine:
            found.append((call, answer))
    if len(found) > COMBINATIONS and len(required) > 1 and function.name != "operator.getitem":
        keep = sorted(order.choice(len(found), COMBINATIONS, replace=False))
        found = [found[i] for i in keep]
    return found


def with_options(bases: list[tuple[Call, Any]], optional: list[Parameter]) -> Iterator[Call]:
    """Give the calls, and with each of them each optional argument, by name and by place."""
    for number, (base, answer) in enumerate(bases):
        yield base
        variant = named(base)
        if variant is not None and number == 0:
            yield variant
        single: list[Call] = []
        for p in optional:
            if number > (0 if of_elements(base.function) else 1):
                continue  # the options have met the first ones
            draw = Draw(
                base.function.name, base.setting, base.region, dict(base.given), answer, p.name
            )
            entry = entry_for(base.function.name, p.name, False)
            for value in entry(draw) if entry is not None else ():
                call = replace(
                    base,
                    given=(*base.given, (p.name, value)),
                    by_name=base.by_name | {p.name},
                    changed=(p.name,),
                )
                if accepted(call)[0]:
                    single.append(call)
                    yield call
                    if p.kind is Parameter.POSITIONAL_OR_KEYWORD and p is optional[0]:
                        yield replace(call, by_name=base.by_name)
        yield from pairs(single)


def named(base: Call) -> Call | None:
    """Give the call with every argument by name that can be; None if none can."""
    names = {
        p.name for p in base.function.parameters if p.kind is Parameter.POSITIONAL_OR_KEYWORD
    } & {name for name, _ in base.given}
    first = base.given[0][0] if base.given else ""
    if not names or base.function.kinds.get(first) is Parameter.VAR_POSITIONAL:
        return None
    call = replace(base, by_name=frozenset(names))
    return call if accepted(call)[0] else None


def pairs(single: list[Call]) -> Iterator[Call]:
    """Give some of the calls with two optional arguments at once."""
    different = [
        (one, two)
        for one, two in itertools.combinations(single, 2)
        if one.changed != two.changed and "out" not in one.changed + two.changed
    ]
    different.sort(key=lambda pair: pair[0].number() ^ pair[1].number())
    for one, two in different[:PAIRS]:
        call = replace(
            one,
            given=(*one.given, two.given[-1]),
            by_name=one.by_name | two.by_name,
            changed=one.changed + two.changed,
        )
        if accepted(call)[0]:
            yield call


# The numbers in a call that can vary


def leaves_in(call: Call) -> list[tuple[str, Any]]:
    """Give each float and array of floats in the arguments, with the name of its argument."""
    found: list[tuple[str, Any]] = []
    for name, value in call.given:
        if name not in NO_VARIABLES and name != "out":
            through(value, lambda leaf, name=name: found.append((name, leaf)))
    return found


def substituted(call: Call, leaves: list[Any]) -> tuple[tuple[str, Any], ...]:
    """Give the arguments with others in the places of the leaves."""
    new = iter(leaves)
    return tuple(
        (
            name,
            value if name in NO_VARIABLES or name == "out" else through(value, lambda _: next(new)),
        )
        for name, value in call.given
    )


def through(value: Any, f: Callable[[Any], Any]) -> Any:
    """Apply a function to each leaf of an argument."""
    if isinstance(value, (float, complex, np.inexact)) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "fc"
    ):
        return f(value)
    if isinstance(value, (list, tuple)):
        return type(value)([through(part, f) for part in value])
    if isinstance(value, dict):
        return {key: through(part, f) for key, part in value.items()}
    return value
