"""Asks a call what every call is asked.

* NumPy's value, shape and type, and nothing that was passed in is changed;
* `<pull(u), v> = <u, push(v)>`: both modes are one linear map;
* that is the slope of `<u, f(z + t v)>` which differences of NumPy's own answers show;
* the same of the derivative (on a part of the calls);
* where there is no answer, an error of ours says so.

`u` and `v` are random numbers, so that one product asks for every element of a Jacobian.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from calls.comparing import (
    Failed,
    as_numpy,
    brief,
    careful,
    comparable,
    compare_values,
    doubled,
    in_double,
    is_float,
    is_low,
    leaked,
    overwritable,
    pairing,
    plain_rest,
    same_tree,
    types,
)
from calls.making import Call, leaves_in, parts_of, substituted

import adlearn.numpy as anp
from adlearn import jvp, vjp
from adlearn.checking.differences import numerical_derivative
from adlearn.errors import AdlearnError
from adlearn.tensors.primitive import Traced

FAILURES = (
    "value",
    "shape",
    "dtype",
    "form",
    "changed",
    "out",
    "in place",
    "alien",
    "one mode",
    "modes",
    "modes at nan",
    "derivative",
    "derivative dtype",
    "second order",
    "leaked",
)


#: Functions that have no kinks: where their slopes do not add up there is no derivative, and no
#: convention for one.
NO_KINKS = ("np.linalg.eig", "np.linalg.eigvals", "np.linalg.eigh", "np.linalg.eigvalsh")


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a question.

    Attributes
    ----------
    call : Call
    variables : tuple of str
        The arguments that were differentiated by.
    kind : str
        "right", "nan" (in both modes, where differences show a number), "undefined" (nan where
        there is none), "unknown" (nothing to compare with), "refused", or one of `FAILURES`.
    detail : str
        What was seen.
    """

    call: Call
    variables: tuple[str, ...]
    kind: str
    detail: str = ""

    @property
    def failed(self) -> bool:
        return self.kind in FAILURES


def namespaced(name: str) -> Callable[..., Any]:
    """Give what `adlearn.numpy` has under a name of NumPy's."""
    found: Any = anp
    for part in name.split(".")[1:]:
        found = getattr(found, part)
    return found


def ask(call: Call, second: bool = False) -> Iterator[Finding]:
    """Ask a call, by all its variables at once and by one alone.

    Parameters
    ----------
    call : Call
    second : bool, optional
        Ask for the second derivative as well.

    Yields
    ------
    Finding
    """
    leaves = leaves_in(call)
    everything = list(range(len(leaves)))
    choices = [everything]
    if len(leaves) > 1:
        choices.append([call.number() % len(leaves)])
    refused = False
    for choice in choices if leaves else []:
        finding = finding_of(call, leaves, choice, second)
        refused = refused or finding.kind == "refused"
        yield finding
    if refused and len(leaves) > 1:  # what can be differentiated by alone is not left out
        for place in everything:
            if [place] not in choices:
                yield finding_of(call, leaves, [place], second)


def finding_of(
    call: Call,
    leaves: list[tuple[str, Any]],
    choice: list[int],
    second: bool = False,
    exact: bool = False,
) -> Finding:
    """Ask a call by the leaves at some places.

    Parameters
    ----------
    exact : bool, optional
        Look for kinks: at those that are symmetric, quick differences find what is convention.
    """
    variables = tuple(leaves[i][0] for i in choice)
    question = Question(call, [leaf for _, leaf in leaves], choice)
    question.exact = exact
    try:
        kind, detail = question.answer(second)
        if kind == "refused" and "adlearn.numpy" in detail and call.function.name.startswith("np."):
            # The remedy is asked whether it is one.
            question.traced_function = namespaced(call.function.name)
            kind, detail = question.answer(second)
            if kind != "right":
                detail = f"in adlearn.numpy: {detail}"
    except Failed as failure:
        kind, detail = failure.kind, failure.detail
    return Finding(call, variables, kind, detail)


class Question:
    """A call as a function of some of its numbers."""

    def __init__(self, call: Call, leaves: list[Any], choice: list[int]) -> None:
        self.call, self.leaves, self.choice = call, leaves, choice
        # A number that varies is one of NumPy's, of full precision.
        self.point = [as_numpy(leaves[i]) for i in choice]
        self.low = is_low(x for x in leaves if not isinstance(x, (float, complex)))
        self.rng = np.random.default_rng(call.number() + len(choice))
        self.traced_function = call.function.traced
        self.exact = False

    def given(self, point: list[Any]) -> Any:
        leaves = list(self.leaves)
        for place, x in zip(self.choice, point, strict=True):
            leaves[place] = x
        return substituted(self.call, leaves)

    def answer(self, second: bool) -> tuple[str, str]:
        call, point = self.call, self.point
        given = copy.deepcopy(self.given(point))
        before = copy.deepcopy(given)
        try:
            expected = call.run(call.function.plain, given)
            if overwritable(call):  # SciPy itself may read again what it has written over
                expected = call.run(call.function.plain, copy.deepcopy(careful(before)))
        except Exception:  # not with this number as one of NumPy's
            return "skipped", ""
        writes = "out" not in dict(call.given) and not same_tree(given, before)
        expected = comparable(call, expected)
        self.writes = writes

        kept: list[Any] = []
        traced_given: list[Any] = []

        def f(*zs: Any) -> list[Any]:
            traced_given[:] = [self.given(list(zs))]
            answer = comparable(call, self.traced(traced_given[0]))
            kept[:] = [answer]
            return [y for y in parts_of(answer) if is_float(y)]

        variables = [copy.deepcopy(x) for x in point]
        outputs: list[Any] = []
        us: list[Any] = []
        vs = [self.numbers(x) for x in point]

        def backwards() -> Any:
            outputs[:], pull = vjp(f, *variables)
            us[:] = [self.numbers(y) for y in outputs]
            return pull, list(pull(us))

        reverse, why_not = either_answer(backwards)
        reverse_answer = list(kept)
        traced = [isinstance(y, Traced) for y in parts_of(reverse_answer) if is_float(y)]
        kept.clear()
        unchanged = same_tree(plain_rest(traced_given[0]), plain_rest(before))
        forward, why_not_forward = either_answer(lambda: jvp(f, variables, vs)[1])
        unchanged = unchanged and same_tree(plain_rest(traced_given[0]), plain_rest(before))
        unchanged = unchanged and same_tree(variables, point)
        if not (unchanged or writes):
            raise Failed("changed", "an argument was written into")
        if why_not or why_not_forward:
            if why_not and why_not_forward:
                return "refused", why_not
            raise Failed(
                "one mode",
                f"reverse: {why_not or 'answers'}; forward: {why_not_forward or 'answers'}",
            )
        pull, pulled = reverse
        tangent = forward
        if writes and not overwritable(call):
            raise Failed("in place", "writes into an argument, and was not refused")
        if "out" in dict(call.given):
            self.written(expected, traced_given[0], traced)
        compare_values(reverse_answer[0], expected, "reverse mode", self.low)
        compare_values(kept[0], expected, "forward mode", self.low)
        low = self.low or is_low(outputs)
        leaked(pulled, tangent)
        types(pulled, point, "cotangent")
        types(tangent, outputs, "tangent")
        verdict = self.judged(pulled, tangent, us, vs, outputs, low, traced)
        if second and verdict[0] == "right" and outputs and not low and any(map(np.size, vs)):
            self.second(f, us, vs)
        return verdict

    def written(self, expected: Any, given: Any, traced: list[bool]) -> None:
        """A function with out= may answer if nothing is differentiated, and if it writes there."""
        found = parts_of(dict(given)["out"])
        if any(traced):
            raise Failed("out", "out= was given and is not refused")
        for a, b in zip(found, parts_of(expected), strict=False):
            if a is not None and not np.allclose(a, b, equal_nan=True):
                raise Failed("out", "out= was given and not written into")

    def traced(self, given: Any) -> Any:
        return self.call.run(self.traced_function, given)

    def numbers(self, like: Any) -> Any:
        """Give random numbers of a shape, type and layout, none near 0.

        The layout counts: `x + t * v` lies in memory as `x` does, and `order="A"` reads that.
        """
        a = np.asarray(like)
        numbers = self.rng.uniform(0.3, 1.0, a.shape) * self.rng.choice([-1.0, 1.0], a.shape)
        if a.dtype.kind == "c":
            numbers = numbers + 1j * self.rng.uniform(0.3, 1.0, a.shape)
        found = np.empty_like(a)
        found[...] = numbers
        return found[()]

    def judged(
        self,
        pulled: Any,
        tangent: Any,
        us: Any,
        vs: Any,
        outputs: Any,
        low: bool,
        traced: list[bool],
    ) -> tuple[str, str]:
        """Compare both modes with each other and with differences."""
        if not outputs:
            return "right", ""
        backward, size_b = pairing(pulled, vs)
        forward, size_f = pairing(us, tangent)
        empty = not any(np.size(x) for x in vs)
        if empty:
            return "right", ""
        seen = f"reverse {backward:.10g}, forward {forward:.10g}"
        finite = math.isfinite(backward) and math.isfinite(forward)
        if math.isfinite(backward) != math.isfinite(forward):
            nowhere = not all(np.all(np.isfinite(y)) for y in outputs)
            raise Failed(
                "modes at nan" if nowhere else "modes",
                f"{seen}; pulled {brief(pulled)}, tangent {brief(tangent)}, value {brief(outputs)}",
            )
        size = size_b + size_f
        if finite and abs(backward - forward) > (
            1e-4 * size + 1e-5 if low else 1e-9 * size + 1e-12
        ):
            raise Failed("modes", f"{seen}; pulled {brief(pulled)}, tangent {brief(tangent)}")
        along = self.along(us, vs)
        close = 2e-3 * size + 1e-5 if low else 1e-6 * size
        if finite and not self.exact and abs(quick_slope(along) - backward) <= close + 1e-11:
            return "right", ""
        slope, error = numerical_derivative(along, 0.0, 0.01)
        known = math.isfinite(slope) and error <= 1e-5 * (abs(slope) + size) + 1e-9
        if not known:
            self.number_without_value(finite, outputs, traced, seen)
            return ("unknown" if finite else "undefined"), ""
        if not finite:
            return "nan", f"{seen}, differences {slope:.10g} +- {error:.1g}"
        again, error_again = numerical_derivative(along, 0.0, 0.001)
        if (
            min(abs(backward - slope) - 20 * error, abs(backward - again) - 20 * error_again)
            <= close
        ):
            return "right", ""
        if not self.linear(us, vs, slope):
            return "unknown", ""
        raise Failed(
            "derivative",
            f"{seen}, differences {slope:.10g} +- {error:.1g}; pulled {brief(pulled)}",
        )

    def linear(self, us: Any, vs: Any, slope: float) -> bool:
        """Say whether slopes add up. At some ties they do not, although each line has its slope.

        The middle one of three equal numbers that move apart is a straight line in each direction.
        """
        if self.call.function.name in NO_KINKS:
            return True
        for _ in range(5):
            others = [self.numbers(x) for x in self.point]
            both = [v + w for v, w in zip(vs, others, strict=True)]
            one, _ = numerical_derivative(self.along(us, others), 0.0, 0.01)
            two, _ = numerical_derivative(self.along(us, both), 0.0, 0.01)
            if abs(two - one - slope) > 1e-4 * (abs(one) + abs(two) + abs(slope)):
                return False
        return True

    def number_without_value(self, finite: bool, outputs: Any, traced: Any, seen: str) -> None:
        """Where a value is nan, and no nan was given, a derivative is nan as well."""
        undefined = any(
            carries and np.any(np.isnan(y)) for y, carries in zip(outputs, traced, strict=True)
        )
        if finite and undefined and not self.has_nan():
            raise Failed("derivative", f"{seen}, where the value is {brief(outputs)}")

    def has_nan(self) -> bool:
        return any(np.any(~np.isfinite(np.asarray(x))) for x in self.leaves)

    def along(self, us: Any, vs: Any) -> Callable[[float], float]:
        """Give <u, f(z + t v)> of t, from NumPy's answers in double precision."""
        call = self.call
        leaves = [in_double(leaf) for leaf in self.leaves]
        point = [doubled(x) for x in self.point]
        directions = [doubled(v) for v in vs]
        template = replace(call, given=tuple((n, in_double(v)) for n, v in careful(call.given)))
        shapes = [np.shape(u) for u in us]

        def along(t: float) -> float:
            for place, x, v in zip(self.choice, point, directions, strict=True):
                leaves[place] = x + t * v
            given = substituted(template, leaves)
            try:
                answer = call.run(
                    call.function.plain, copy.deepcopy(given) if self.writes else given
                )
                answer = comparable(call, answer)
            except Exception:
                return math.nan
            ys = [y for y in parts_of(answer) if is_float(y)]
            if [np.shape(y) for y in ys] != shapes or is_low(ys):
                return math.nan
            return pairing(us, ys)[0]

        return along

    def second(self, f: Callable[..., Any], us: Any, vs: Any) -> None:
        """Ask for the derivative of the pulled cotangents, in both modes."""
        ws = [self.numbers(x) for x in self.point]

        def gradient(*zs: Any) -> list[Any]:
            return list(vjp(f, *zs)[1](us))

        def tangents(*zs: Any) -> list[Any]:
            return list(jvp(f, list(zs), vs)[1])

        for name, g, weights in (("reverse", gradient, ws), ("forward", tangents, us)):
            try:
                outputs, pull = attempt(lambda g=g: vjp(g, *self.point))
                _, tangent = attempt(lambda g=g: jvp(g, self.point, vs))
                pulled = list(attempt(lambda pull=pull, weights=weights: pull(weights)))
            except Refused:
                continue
            backward, size_b = pairing(pulled, vs)
            forward, size_f = pairing(weights, tangent)
            if not (math.isfinite(backward) and math.isfinite(forward)):
                if math.isfinite(backward) != math.isfinite(forward) and not self.has_nan():
                    raise Failed(
                        "second order",
                        f"of {name} mode: reverse {backward:.9g}, forward {forward:.9g}",
                    )
                continue
            size = size_b + size_f
            seen = f"of {name} mode: reverse {backward:.10g}, forward {forward:.10g}"
            if abs(backward - forward) > 1e-8 * size + 1e-11:
                raise Failed("second order", seen)

            def along(t: float, g: Any = g, weights: Any = weights) -> float:
                try:
                    found = g(*(x + t * v for x, v in zip(self.point, vs, strict=True)))
                except Exception:
                    return math.nan
                if [np.shape(y) for y in found] != [np.shape(w) for w in weights]:
                    return math.nan
                return pairing(weights, found)[0]

            if abs(quick_slope(along) - backward) <= 1e-5 * size + 1e-9:
                continue
            slope, error = numerical_derivative(along, 0.0, 0.01)
            known = math.isfinite(slope) and error <= 1e-5 * (abs(slope) + size) + 1e-9
            again, error_again = numerical_derivative(along, 0.0, 1e-4)  # between near jumps
            off = min(abs(backward - slope) - 20 * error, abs(backward - again) - 20 * error_again)
            if known and off > 1e-5 * size:
                raise Failed("second order", f"{seen}, differences {slope:.10g} +- {error:.1g}")


def quick_slope(f: Callable[[float], float], h: float = 1e-3) -> float:
    """Estimate f'(0) from four values: enough to confirm what was found otherwise."""
    wide, narrow = (f(2 * h) - f(-2 * h)) / (4 * h), (f(h) - f(-h)) / (2 * h)
    return (4 * narrow - wide) / 3


# Refusals and failures


class Refused(Exception):
    """An error of ours."""

    def __init__(self, text: str, hidden: bool = False) -> None:
        super().__init__(text)
        self.hidden = hidden


def attempt(f: Callable[[], Any]) -> Any:
    try:
        return f()
    except AdlearnError as e:
        raise Refused(f"{type(e).__name__}: {e}") from None
    except Exception as e:
        ours = hidden(e)
        if ours is not None:
            raise Refused(f"{type(ours).__name__}: {ours}", hidden=True) from None
        raise Failed("alien", f"{type(e).__name__}: {e}".split("\n")[0][:200]) from e


def hidden(error: BaseException | None) -> AdlearnError | None:
    """Give the error of ours that NumPy answered with one of its own, if there is one."""
    while error is not None:
        if isinstance(error, AdlearnError):
            return error
        error = error.__cause__ or error.__context__
    return None


def either_answer(f: Callable[[], Any]) -> tuple[Any, str]:
    """Give an answer, or what our error says."""
    try:
        return attempt(f), ""
    except Refused as refusal:
        return None, str(refusal)
