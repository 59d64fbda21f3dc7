"""Calls a function once, with symbols in place of its arguments: what it did is the program.

The function runs as it always does, on the numbers of one example; so loops and branches are gone
through as they come, and only what was done with the symbols is left.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NanOnTheWay, NotTraceable, describe
from adlearn.programs import other_words
from adlearn.programs.libraries import OWN_FOLDER
from adlearn.programs.lifting import Held, arrays_outside, key_of, with_symbols
from adlearn.programs.lines import Equation, Guard, Line, Var, mapped
from adlearn.programs.symbol import IN_PROGRAMS, Arrays, Symbol
from adlearn.tensors.primitive import ArrayPrimitive, Traced, value_of

assert other_words


@dataclass(frozen=True, slots=True)
class Input:
    """A number or array among the arguments.

    Attributes
    ----------
    var : Var
    path : tuple
        Where it is: the name of the parameter, and the keys and places inside of it.
    python : type or None
        The class of Python numbers that it is one of.
    outside : Held or None
        Of an array that is no argument, the variable that holds it.
    """

    var: Var
    path: tuple[Any, ...]
    python: type | None = None
    outside: Held | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """What a trace wrote down.

    Attributes
    ----------
    name : str
        Of the function.
    inputs : tuple of Input
    static : tuple
        Pairs of a path and what else was passed: the program is for just that.
    parameters : tuple of str
        What the arguments are called.
    containers : tuple of (tuple, type, int or list)
        Path, class and length of the lists and tuples among the arguments; of dicts, their keys.
    lines : tuple of Equation or Guard
    outputs : tuple
        Vars and constants.
    form : callable
        Puts as many values into the form of what the function returned.
    answer : object
        What the function returned in the example.
    cotangents : tuple of (Var, object)
    watched : tuple of (Var, bool)
        See `Tracing`.
    looked_at : tuple of Var
        In which a nan is looked for at the end; known once a program is simplified.
    of_numbers : bool
        Whether it computes with numbers alone, as `trace_numbers` writes it down.
    texts : bool
        Whether it has made a text of a value: in the text are the numbers of the example.
    leaves_gradients : bool
        Of a program of numbers, whether the function left gradients in its arguments.
    examples : dict of {Var: object}
    primitives : dict of {callable: ArrayPrimitive}
        By the functions that lines have of them: the rules that made the derivatives.
    """

    name: str
    inputs: tuple[Input, ...]
    static: tuple[tuple[tuple[Any, ...], Any], ...]
    parameters: tuple[str, ...]
    containers: tuple[tuple[tuple[Any, ...], type, Any], ...]
    lines: tuple[Line, ...]
    outputs: tuple[Any, ...]
    form: Callable[[list[Any]], Any]
    answer: Any
    cotangents: tuple[tuple[Var, Any], ...] = ()
    watched: tuple[tuple[Var, bool], ...] = ()
    looked_at: tuple[Var, ...] = ()
    leaves_gradients: bool = False
    of_numbers: bool = False
    texts: bool = False
    examples: dict[Var, Any] = field(default_factory=dict, repr=False)
    primitives: dict[Any, ArrayPrimitive] = field(default_factory=dict, repr=False)

    def but(self, **changes: Any) -> Recording:
        """Give the same with some things changed."""
        return replace(self, **changes)


def trace(
    f: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    lift: bool = True,
    exact: bool = False,
) -> Recording:
    """Write down what a function does with its arguments.

    Parameters
    ----------
    f : callable
    args, kwargs : tuple, dict
        Floats, complex numbers and arrays become inputs, also in lists, tuples and dicts; for
        everything else the program is for just that value.
    lift : bool, optional
        Whether arrays in variables outside of the function become inputs, too; else they are
        constants.
    exact : bool, optional
        Whether it is written down where a number of Python's becomes one of NumPy's: see
        `unconverted`.

    Returns
    -------
    Recording

    Raises
    ------
    NotTraceable
        If the function does what a program cannot say.
    """
    tracing = Arrays()
    found, form = inputs_of(f, args, kwargs)
    inputs, static, new = [], [], []
    for path, leaf in found:
        if not is_dynamic(leaf):
            refuse_traced(leaf, path)
            static.append((path, leaf))
            new.append(leaf)
            continue
        example, python = leaf, None
        if isinstance(leaf, (float, complex)) and not isinstance(leaf, np.generic):
            python = complex if isinstance(leaf, complex) else float
            example = python(leaf)  # type: ignore[arg-type]
        var = tracing.var(example)
        inputs.append(Input(var, path, python))
        new.append(Symbol(tracing, var, example))
    outside_inputs, symbols = [], {}
    for held in arrays_outside(f) if lift else ():
        var = tracing.var(held.array)
        outside_inputs.append(Input(var, (held.name,), None, held))
        symbols[key_of(held.holder, held.name)] = Symbol(tracing, var, held.array)
    new_args, new_kwargs = form(new)
    try:
        with tracing.live():
            output = call_with_symbols(with_symbols(f, symbols, IN_PROGRAMS), new_args, new_kwargs)
    except Exception as error:
        failure = tracing.failure
        if failure is not None and error is not failure and error is not failure.__cause__:
            raise failure from error
        raise
    if tracing.failure is not None:  # the function caught it
        raise tracing.failure
    kept, _ = leaves_of((new_args, new_kwargs))
    if len(kept) != len(new) or any(a is not b for a, b in zip(kept, new, strict=True)):
        raise NotTraceable(
            f"{name_of(f)} changes a list or dictionary that it is given, and a program changes "
            "nothing. Make a new one, and return it."
        )
    leaves, rebuild = leaves_of(output)
    outputs = tuple(output_of(f, leaf) for leaf in leaves)
    answer = rebuild([owned(tracing.examples[x]) if isinstance(x, Var) else x for x in outputs])
    recording = Recording(
        name=name_of(f),
        inputs=(*inputs, *outside_inputs),
        static=tuple(static),
        parameters=(*parameter_names(f, len(args), kwargs), *kwargs),
        containers=tuple(containers_in(f, args, kwargs)),
        lines=tuple(tracing.lines),
        outputs=outputs,
        form=rebuild,
        answer=answer,
        cotangents=tuple(tracing.cotangents),
        watched=tuple(tracing.watched),
        examples=tracing.examples,
        primitives=tracing.primitives,
        texts=tracing.texts,
    )
    return recording if exact else unconverted(recording)


def traced(f: Callable[..., Any], args: Any, kwargs: Any, *, exact: bool = False) -> Recording:
    """Write a function down with the arrays outside of it as inputs or, where it needs their
    numbers, as constants."""
    try:
        return trace(f, args, kwargs, exact=exact)
    except NanOnTheWay:
        raise
    except Exception:
        if not arrays_outside(f):
            raise
    return trace(f, args, kwargs, lift=False, exact=exact)


def name_of(f: Any) -> str:
    """Say what a program computes: `gradient_of_loss`."""
    name, inner = getattr(f, "__name__", "program"), differentiated(f)
    if inner is None or name != getattr(inner, "__name__", ""):
        return name
    return f.__code__.co_name.replace("_of_f", f"_of_{name_of(inner)}")


def call_with_symbols(f: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Call the user's function, with symbols or as it is: whatever is further up the stack is not
    part of the program."""
    return f(*args, **kwargs)


def owned(value: Any) -> Any:
    """Give an array of the caller's own."""
    return np.array(value) if isinstance(value, np.ndarray) else value


def is_dynamic(leaf: Any) -> bool:
    """Say whether an argument becomes an input: numbers that may change."""
    if isinstance(leaf, np.ndarray):
        return type(leaf) is np.ndarray and leaf.dtype.kind in "fciub"
    return type(leaf) in (float, complex) or (
        isinstance(leaf, np.inexact) and type(leaf).__module__ == "numpy"
    )


def refuse_traced(leaf: Any, path: tuple[Any, ...]) -> None:
    """Refuse what is a variable of a derivative of its own."""
    if isinstance(leaf, Traced):
        raise NotTraceable(
            f"{written(path)} is a tensor, and a program takes arrays and numbers. Pass its array, "
            "x.data; inside of the function, tensors may be made of it."
        )


def output_of(f: Callable[..., Any], leaf: Any) -> Any:
    """Give the var of what a function returned, or the constant."""
    if isinstance(leaf, Symbol):
        return leaf._var
    if isinstance(leaf, Traced):
        inside = value_of(leaf)
        if isinstance(inside, Symbol) and leaf._level < 0:
            return inside._var
        raise NotTraceable(
            f"{getattr(f, '__name__', 'the function')} returned a tensor, whose history a program "
            "does not have. Return its array, x.data, or its gradient, x.grad."
        )
    if not isinstance(leaf, PLAIN_RESULTS):
        raise NotTraceable(
            f"{getattr(f, '__name__', 'the function')} returned {describe(leaf)}, which may hold "
            "values of the program. Return arrays and numbers, and lists, tuples and dicts of them."
        )
    return leaf


def written(path: tuple[Any, ...]) -> str:
    """Write where an argument is: `params['w'][0]`.

    Examples
    --------
    >>> written(("params", "w", 0))
    "params['w'][0]"
    """
    return str(path[0]) + "".join(f"[{key!r}]" for key in path[1:])


def inputs_of(f: Any, args: Any, kwargs: Any) -> tuple[list[tuple[tuple[Any, ...], Any]], Any]:
    """List the leaves of the arguments with their paths; give what puts others in their place."""
    names = parameter_names(f, len(args), kwargs)
    paths: list[tuple[Any, ...]] = []
    for name, value in (*zip(names, args, strict=True), *kwargs.items()):
        collect_paths(value, (name,), paths)
    leaves, form = leaves_of((tuple(args), dict(kwargs)))
    return list(zip(paths, leaves, strict=True)), form


def collect_paths(tree: Any, path: tuple[Any, ...], paths: list[tuple[Any, ...]]) -> None:
    """Append the paths of the leaves, in the order of `leaves_of`."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            collect_paths(value, (*path, key), paths)
    elif isinstance(tree, (list, tuple)):
        for place, value in enumerate(tree):
            collect_paths(value, (*path, place), paths)
    elif tree is not None:
        paths.append(path)


def containers_in(f: Any, args: Any, kwargs: Any) -> list[tuple[tuple[Any, ...], type, Any]]:
    """List the lists, tuples and dicts among the arguments."""
    found: list[tuple[tuple[Any, ...], type, Any]] = []

    def look(tree: Any, path: tuple[Any, ...]) -> None:
        if tree is None:
            found.append((path, type(None), 0))
        elif isinstance(tree, (dict, list, tuple)):
            refuse_attributes(tree, path)
            found.append((path, type(tree), [*tree] if isinstance(tree, dict) else len(tree)))
            pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
            for key, part in pairs:
                look(part, (*path, key))

    names = parameter_names(f, len(args), kwargs)
    for name, value in (*zip(names, args, strict=True), *kwargs.items()):
        look(value, (name,))
    return found


def refuse_attributes(container: Any, path: tuple[Any, ...]) -> None:
    """Refuse a list, tuple or dict of a user's class that holds more than its elements."""
    if getattr(container, "__dict__", None):
        raise NotTraceable(
            f"{written(path)} is a {type(container).__name__} with attributes of its own, which a "
            "program would lose. Pass a plain container, and the attributes beside it."
        )


def differentiated(f: Any) -> Any:
    """Give the function that a derivative of ours is of; None for any other function."""
    code = getattr(f, "__code__", None)
    if code is None or not code.co_filename.startswith(OWN_FOLDER) or "f" not in code.co_freevars:
        return None
    return f.__closure__[code.co_freevars.index("f")].cell_contents


def parameter_names(f: Any, count: int, taken: Iterable[str] = ()) -> list[str]:
    """Give the names of the positional parameters, each another one than what is passed by name;
    `x0`, ... where they have none."""
    try:
        parameters = list(inspect.signature(f).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if not names and (inner := differentiated(f)) is not None:
        return parameter_names(inner, count, taken)
    if not names and parameters and count == 1:
        names = ["x"]
    used, given = {*names, *taken}, []
    for i in range(count):
        name = names[i] if i < len(names) and names[i] not in taken else f"x{i}"
        while i >= len(names) and name in used:
            name += "_"
        used.add(name)
        given.append(name)
    return given


#: What a function may return besides arrays and numbers of the program.
PLAIN_RESULTS = (
    *(bool, int, float, complex, str, bytes, type(None), np.ndarray, np.generic, np.dtype, type),
    *(range, slice, type(...), frozenset),
)


def equations(lines: Any) -> list[Equation]:
    """Give the lines that are no guards."""
    return [line for line in lines if line.__class__ is Equation]


def guards(lines: Any) -> list[Guard]:
    """Give the lines that are guards."""
    return [line for line in lines if line.__class__ is Guard]


def conversions(recording: Recording) -> dict[Var, Var]:
    """Find where a derivative makes a number of NumPy's of one of Python's."""
    become: dict[Var, Var] = {}
    for line in recording.lines:
        if isinstance(line, Equation) and line.function in (np.float64, np.complex128):
            (x,) = line.args
            if isinstance(x, Var) and x.kind in (float, complex):
                become[line.result] = become.get(x, x)
    return become


def unconverted(recording: Recording) -> Recording:
    """Take Python's numbers for NumPy's, for a page: a derivative makes one of the other, and a
    reader does not."""
    become = conversions(recording)

    def now(thing: Any) -> Any:
        return become.get(thing, thing) if isinstance(thing, Var) else thing

    lines = tuple(
        replace(line, args=mapped(line.args, now), kwargs=mapped(line.kwargs, now))
        if isinstance(line, Equation)
        else replace(line, var=now(line.var))
        for line in recording.lines
        if not (isinstance(line, Equation) and line.result in become)
    )
    return recording.but(
        lines=lines,
        outputs=tuple(map(now, recording.outputs)),
        cotangents=tuple((now(v), now(g)) for v, g in recording.cotangents),
        watched=tuple((now(v), everywhere) for v, everywhere in recording.watched),
    )
