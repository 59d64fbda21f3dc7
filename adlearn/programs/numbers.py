"""Programs of numbers: what a function of nodes (`adlearn.scalars`) does, line by line.

The function is called once, with nodes whose values are the names of `adlearn.programs.held`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NotTraceable
from adlearn.floats.names import known
from adlearn.programs.constants import unchanging
from adlearn.programs.held import Number, Numbers, plain, var_of
from adlearn.programs.lifting import with_symbols
from adlearn.programs.lines import Equation, Line, Var, used_by
from adlearn.programs.symbol import IN_PROGRAMS
from adlearn.programs.tracing import (
    Input,
    Recording,
    call_with_symbols,
    containers_in,
    inputs_of,
    name_of,
    parameter_names,
    written,
)
from adlearn.scalars.node import AutogradValue, ForwardValue
from adlearn.scalars.number_like import Unknown, number


def trace_numbers(
    f: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Recording:
    """Write down what a function does with numbers and nodes.

    Parameters
    ----------
    f : callable
        Called with nodes of its own in the place of those among the arguments.
    args, kwargs : tuple, dict
        Floats and `AutogradValue`s become inputs, also in lists, tuples, dicts and arrays; for
        everything else the program is for just that value. The nodes must be different ones, and
        have no gradient yet.

    Returns
    -------
    Recording
        `cotangents` has a pair for each node that a walk back has passed.

    Raises
    ------
    NotTraceable
        If the function does what a program cannot say.
    DomainError
        Where the function itself raises it.

    Examples
    --------
    >>> from adlearn import AutogradValue, grad
    >>> recording = trace_numbers(grad(lambda x: x * x), (AutogradValue(3.0),), {})
    >>> recording.answer
    6.0
    >>> [line.function.__name__ for line in recording.lines]
    ['mul', 'mul', 'mul', 'add']
    """
    tracing = Numbers()
    given = Given(tracing)
    found, form = inputs_of(f, args, kwargs)
    new = [given.symbolic(path, leaf) for path, leaf in found]
    nodes = [node for leaf in new for node in nodes_in(leaf)]
    before = [node.value for node in nodes]
    new_args, new_kwargs = form(new)
    try:
        with tracing.live():
            output = call_with_symbols(with_symbols(f, {}, IN_PROGRAMS), new_args, new_kwargs)
        outputs, examples, rebuild = outputs_of(output)
        left = any(node._gradient is not None for node in nodes)
    except Exception as error:
        if tracing.failure is not None and error is not tracing.failure:
            raise tracing.failure from error
        raise
    finally:
        tracing.forget_gradients()
    if tracing.failure is not None:  # the function caught it
        raise tracing.failure
    refuse_changed(f, nodes, before, outputs)
    return Recording(
        name=name_of(f),
        inputs=tuple(given.inputs),
        static=tuple(given.static),
        parameters=(*parameter_names(f, len(args), kwargs), *kwargs),
        containers=(*containers_in(f, args, kwargs), *given.rows),
        lines=tuple(in_phases(tracing.lines, tracing.cotangents)),
        outputs=outputs,
        form=rebuild,
        answer=rebuild(examples),
        cotangents=tuple(tracing.cotangents),
        leaves_gradients=left,
        of_numbers=True,
        texts=tracing.texts,
        examples=tracing.examples,
    )


def in_phases(lines: list[Line], cotangents: list[tuple[Any, Any]]) -> list[Line]:
    """Say of each line whether it is of the derivatives: what no value was computed from, of those
    that a walk back has passed."""
    arrived = {g for _, g in cotangents if isinstance(g, Var)}
    values = {var for var, _ in cotangents} - arrived
    told = []
    for line in reversed(lines):
        if isinstance(line, Equation) and cotangents:
            if line.result in values:
                values.update(used_by(line))
            line = dataclasses.replace(line, quiet=line.result not in values)
        told.append(line)
    return told[::-1]


class Given:
    """The arguments, as they are taken apart.

    Attributes
    ----------
    inputs : list of Input
        `python` is the class of the number or node.
    static : list
        Pairs of a path and what else was passed.
    rows : list
        Path, class and length of the arrays of nodes and floats, and of the rows in them.
    """

    def __init__(self, tracing: Numbers) -> None:
        self.tracing = tracing
        self.inputs: list[Input] = []
        self.static: list[tuple[tuple[Any, ...], Any]] = []
        self.rows: list[tuple[tuple[Any, ...], type, int]] = []
        self.places: dict[int, tuple[Any, ...]] = {}

    def symbolic(self, path: tuple[Any, ...], leaf: Any) -> Any:
        """Put a number of the program in the place of an argument."""
        if isinstance(leaf, np.ndarray):
            return self.elements(path, leaf) if leaf.dtype.kind in "Of" else self.fixed(path, leaf)
        if isinstance(leaf, AutogradValue):
            self.refuse_used(path, leaf)
            kind = ForwardValue if isinstance(leaf, ForwardValue) else AutogradValue
            return kind._variable(self.input(path, leaf), 0)
        if isinstance(leaf, (float, np.floating)):
            return self.input(path, leaf)
        if isinstance(getattr(leaf, "_node", None), AutogradValue):
            raise NotTraceable(
                f"{written(path)} is a {type(leaf).__name__}, and a program takes floats and "
                "AutogradValues. Pass its number; inside of the function, others may be made of it."
            )
        return self.fixed(path, leaf)

    def input(self, path: tuple[Any, ...], leaf: Any) -> Number:
        """List a number that may be another one in the next call."""
        var = self.tracing.var(float(number(leaf)))
        self.inputs.append(Input(var, path, leaf.__class__))
        return Number.of(self.tracing, var)

    def fixed(self, path: tuple[Any, ...], leaf: Any) -> Any:
        """List what the program is for; an array as it is now."""
        self.static.append((path, unchanging(leaf) if isinstance(leaf, np.ndarray) else leaf))
        return leaf

    def elements(self, path: tuple[Any, ...], array: Any) -> Any:
        """Make an array of the elements' symbols."""
        new = np.empty(array.shape, dtype=object)
        for depth in range(array.ndim):
            for at in np.ndindex(array.shape[:depth]):
                self.rows.append(((*path, *at), np.ndarray, array.shape[depth]))
        for at in np.ndindex(array.shape):
            new[at] = self.symbolic((*path, *at), array[at])
        return new

    def refuse_used(self, path: tuple[Any, ...], node: AutogradValue) -> None:
        """Refuse nodes that something else is in."""
        if node._level > 0 or isinstance(number(node), Unknown):
            raise NotTraceable(
                f"{written(path)} is a variable of a derivative that is being computed, and a "
                "program stands on its own. Differentiate a function that makes the program inside."
            )
        if self.places.setdefault(id(node), path) is not path:
            raise NotTraceable(
                f"{written(path)} and {written(self.places[id(node)])} are one node, and a program "
                "is for arguments that have nothing to do with each other. Pass it once."
            )
        if node._gradient is not None and number(node._gradient) != 0.0:
            raise NotTraceable(
                f"{written(path)} has a gradient already, to which backward() would add. Call its "
                "zero_grad() before."
            )


def nodes_in(leaf: Any) -> Iterator[AutogradValue]:
    """Find the nodes that the function was given, and may change."""
    leaves = leaf.flat if isinstance(leaf, np.ndarray) else [leaf]
    return (x for x in leaves if isinstance(x, AutogradValue) and x._level == 0)


def refuse_changed(
    f: Callable[..., Any], nodes: list[AutogradValue], before: list[Any], outputs: tuple[Any, ...]
) -> None:
    """Refuse a change of an argument that the program does not give back: it would be lost."""
    for node, value in zip(nodes, before, strict=True):
        if node.value is not value and var_of(node.value) not in outputs:
            raise NotTraceable(
                f"{getattr(f, '__name__', 'the function')} assigns to .value of a node that it was "
                "given, and a program changes nothing. Return the new value, and assign it outside."
            )


def outputs_of(output: Any) -> tuple[tuple[Any, ...], list[Any], Callable[[list[Any]], Any]]:
    """Give the vars and constants that were returned, what they are in the example, and what puts
    numbers into their form."""
    leaves, form = leaves_of(output)
    parts = [list(x.flat) if is_of_nodes(x) else [x] for x in leaves]
    shapes = [x.shape if is_of_nodes(x) else None for x in leaves]

    def rebuild(values: list[Any]) -> Any:
        given = iter(values)
        return form(
            [
                next(given) if shape is None else np.reshape([next(given) for _ in part], shape)
                for part, shape in zip(parts, shapes, strict=True)
            ]
        )

    flat = [x for part in parts for x in part]
    return tuple(map(var_of, flat)), [answer_of(x) for x in flat], rebuild


def is_of_nodes(leaf: Any) -> bool:
    """Say whether something is an array of nodes."""
    return isinstance(leaf, np.ndarray) and leaf.dtype == object


def answer_of(leaf: Any) -> Any:
    """Give what was returned: a node where a node was, which does not know where it is from."""
    value = known(plain(leaf))
    is_node = isinstance(leaf, AutogradValue) and not isinstance(leaf, Number)
    return AutogradValue(value) if is_node else value
