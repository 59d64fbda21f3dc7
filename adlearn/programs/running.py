"""Writes the code that runs a program: one Python function, without graph, classes or dispatch.

It looks at its arguments first, and gives a `Miss` where the program is not for them, or where a
guard comes out otherwise. Large arrays are let go after their last use. Functions are spelled in
the way that is quickest to call; `adlearn.programs.source` writes the same program to be read.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.programs.constants import is_same_array, unchanging
from adlearn.programs.giving_back import form_text, output_text
from adlearn.programs.lines import Equation, Guard, Var, line_of, used_by, vars_in
from adlearn.programs.memory import (
    LARGE,
    Places,
    Workspace,
    kept_apart,
    last_uses,
    places_in_memory,
)
from adlearn.programs.quickest import Code, spelled_fast, spelled_into, text_of
from adlearn.programs.tracing import Input, Recording, written
from adlearn.rules.indexing import getitem
from adlearn.scalars.node import AutogradValue

#: From as many bytes on a product with itself may run on several threads.
MANY = 50_000
#: How calls of generated functions are numbered, for tracebacks.
NUMBERS = itertools.count()


@dataclass(frozen=True, slots=True)
class Miss:
    """The answer of a program that is not for these arguments.

    Attributes
    ----------
    why : str
        What is otherwise, in words.
    as_it_is : bool
        Whether the function has to be called as it is, since a number is nan.
    """

    why: str
    as_it_is: bool = False


def runner(
    recording: Recording,
    checks: Sequence[tuple[str, dict[str, Any], Miss]] = (),
    any_numbers: bool = False,
    reuse: bool = False,
) -> Any:
    """Make the function that runs a program.

    Parameters
    ----------
    recording : Recording
    checks : sequence of (str, dict, Miss)
        Conditions on what is outside of the arguments, as text that is true where the program does
        not hold, and what its names mean.
    any_numbers : bool, optional
        Whether the inputs may be of any class and shape: columns for numbers.
    reuse : bool, optional
        Whether large results are written into memory that is kept from call to call.

    Returns
    -------
    callable
        Takes what the traced function took; gives what it gave, or a `Miss`. Its `text` is what was
        written, its `workspace` the memory that is kept, or None.
    """
    code = Code([], {"ndarray": np.ndarray, "np": np}, {})
    unpack(code, recording, any_numbers)
    for condition, names, miss in checks:
        for name, thing in names.items():
            code.names[name] = thing
        code.add(f"if {condition}: return {code.bound(miss, 'miss')}")
    workspace = write_body(code, recording, reuse)
    text = "\n".join(code.lines)
    filename = f"<adlearn program {next(NUMBERS)}>"
    exec(compile(text, filename, "exec"), code.names)
    run = code.names["run"]
    run.text, run.workspace = text, workspace
    return run


# The arguments


def unpack(code: Code, recording: Recording, any_numbers: bool) -> None:
    """Write the head: the parameters, and what they must be."""
    parameters = [f"a{i}" for i in range(len(recording.parameters))]
    code.lines.append(f"def run({', '.join(parameters)}):")
    code.names["Missing"] = (KeyError, IndexError, TypeError)
    form = code.bound(Miss("the arguments have another form"), "miss")
    names: dict[tuple[Any, ...], str] = {}
    for name, parameter in zip(recording.parameters, parameters, strict=True):
        names[(name,)] = parameter
    depth = 1
    if recording.containers:
        code.add("try:")
        depth = 2
    for path, kind, length in recording.containers:
        name = reach(code, names, path, depth)
        if kind is type(None):
            code.add(f"if {name} is not None:", depth)
        else:
            known = code.bound(kind, kind.__name__)
            other = f"len({name}) != {length}"
            if isinstance(length, list):  # in this order: a function may go through them
                other = f"[*{name}] != {code.bound(length, 'keys')}"
            code.add(f"if {name}.__class__ is not {known} or {other}:", depth)
        code.add(f"return {form}", depth + 1)
    for path, value in recording.static:
        name = reach(code, names, path, depth)
        miss = code.bound(Miss(f"{written(path)} is not {value!r:.40}"), "miss")
        code.add(f"if {is_other(code, name, value)}: return {miss}", depth)
    nodes = [given for given in recording.inputs if is_node(given) and not any_numbers]
    check_apart(code, [reach(code, names, given.path, depth) for given in nodes], depth)
    used = {*vars_in(recording.outputs), *recording.looked_at}
    used |= {var for line in recording.lines for var in used_by(line)}
    for given in recording.inputs:
        if given.outside is None:
            name = reach(code, names, given.path, depth)
            if any_numbers:
                code.texts[given.var] = name
            else:
                check_input(code, given, name, depth)
        elif given.var in used:
            check_input(code, given, fetch(code, given.outside, depth), depth)
    if recording.containers:
        code.add("except Missing:")
        code.add(f"return {form}", 2)


#: Things that are compared by what they say, and not by which of them it is.
VALUES = (int, str, bytes, type(None), np.generic, np.dtype, range, slice)


def is_other(code: Code, name: str, value: Any) -> str:
    """Write the condition that something is not what a program is for."""
    if isinstance(value, np.ndarray):
        as_it_was = code.bound(unchanging(value), "given")
        return f"not {code.bound(is_same_array, 'is_same_array')}({as_it_was}, {name})"
    given = code.bound(value, "given")
    if not isinstance(value, VALUES):
        return f"{name} is not {given}"
    kind = code.bound(value.__class__, value.__class__.__name__)
    return f"{name} is not {given} and ({name}.__class__ is not {kind} or {name} != {given})"


def reach(code: Code, names: dict[tuple[Any, ...], str], path: tuple[Any, ...], depth: int) -> str:
    """Give the name of what is at a path, and write the lines that take it out."""
    if path not in names:
        inside = reach(code, names, path[:-1], depth)
        name = f"a{len(names)}"
        key = repr(path[-1]) if isinstance(path[-1], (int, str)) else code.bound(path[-1], "key")
        code.add(f"{name} = {inside}[{key}]", depth)
        names[path] = name
    return names[path]


def fetch(code: Code, held: Any, depth: int) -> str:
    """Write the line that takes an array out of a variable outside."""
    name = f"outside{len(code.lines)}"
    code.add(f"{name} = {code.bound(held.now, 'now')}()", depth)
    return name


def check_input(code: Code, given: Input, name: str, depth: int) -> None:
    """Write what a number or array among the arguments must be."""
    var = given.var
    code.texts[var] = name
    kind = given.python or var.kind
    said = f"{written(given.path)} is not {described(given)}"
    miss = code.bound(Miss(said), "miss")
    if is_node(given):
        node = f"{name}.__class__ is not {code.bound(kind, kind.__name__)}"
        used = f"{name}._level or {name}._gradient or {name}.value.__class__ is not float"
        code.add(f"if {node} or {used}: return {miss}", depth)
        code.add(f"{name} = {name}.value", depth)
        return
    condition = f"{name}.__class__ is not {code.bound(kind, kind.__name__)}"
    if var.is_array:
        shape, dtype = code.bound(var.shape, "shape"), code.bound(var.dtype, "dtype")
        condition += f" or {name}.shape != {shape} or {name}.dtype is not {dtype}"
    code.add(f"if {condition}: return {miss}", depth)


def is_node(given: Input) -> bool:
    """Say whether an input is a node of numbers, of which the program takes the value."""
    return given.python is not None and issubclass(given.python, AutogradValue)


def check_apart(code: Code, names: list[str], depth: int) -> None:
    """Write that no node was passed twice: its derivative would be that by both places."""
    miss = code.bound(Miss("one node was passed twice"), "miss")
    if len(names) > 1:
        different = ", ".join(f"id({name})" for name in names)
        code.add(f"if len({{{different}}}) < {len(names)}: return {miss}", depth)


def described(given: Input) -> str:
    """Say what an input is: `float64 (3, 4)`, `a float`, `a node without a gradient`."""
    if is_node(given):
        return (
            "a node of its own, with a float and no gradient (adlearn.AutogradValue(3.0); columns "
            "of floats go to on_columns)"
        )
    if given.python is not None:
        return f"a {given.python.__name__}"
    if not given.var.is_array:
        return f"a {given.var.kind.__name__}"
    return f"an array of {given.var.dtype} of shape {given.var.shape}"


# The lines


def write_body(code: Code, recording: Recording, reuse: bool) -> Workspace | None:
    """Write the lines, and what is given back; give the memory that is kept, if any is."""
    watched = recording.looked_at
    placed = kept_apart(recording, watched) if reuse else set()
    written_at = places_of_writing(recording, watched, placed)
    last = last_uses(recording, watched, written_at)
    places = places_in_memory(recording, placed, watched, written_at)
    workspace = Workspace(places.shapes) if placed else None
    depth = 1
    if workspace is not None:
        code.add(f"memory = {code.bound(workspace.take, 'take')}()")
        code.add("try:")
        depth = 2
    write_lines(code, recording, written_at, last, places, depth)
    for var in watched:
        write_watch(code, var, depth)
    slots = [output_text(code, recording, x, i) for i, x in enumerate(recording.outputs)]
    code.add(f"return {form_text(code, recording.form, slots)}", depth)
    if workspace is not None:
        code.add("finally:")
        code.add(f"{code.bound(workspace.give, 'give')}(memory)", 2)
    return workspace


def write_lines(
    code: Code,
    recording: Recording,
    written_at: Sequence[int],
    last: dict[int, list[Var]],
    places: Places,
    level: int,
) -> None:
    """Write one line after the other."""
    depth, quiet_until = level, -1
    lines = recording.lines
    for place, line in enumerate(lines):
        if isinstance(line, Guard):
            write_guard(code, line, depth)
            continue
        if written_at[place] != place:  # within the line that uses it
            code.texts[line.result] = f"({spelled_fast(code, line)})"
            continue
        if depth == level and line.quiet and may_warn(line):
            quiet_until = end_of_quiet(lines, place)
            code.names["errstate"] = np.errstate
            code.add("with errstate(all='ignore'):", depth)
            depth += 1
        var = line.result
        if var in places.of:
            right = spelled_into(code, line, f"memory[{places.of[var]}]")
        else:
            right = spelled_fast(code, line)
        code.texts[var] = f"t{var.number}"
        code.add(f"{code.texts[var]} = {right}", depth)
        if may_be_complex(line):
            miss = code.bound(Miss("a power was no real number", True), "miss")
            code.add(f"if {code.texts[var]}.__class__ is complex: return {miss}", depth)
        gone = [v for v in last.get(place, ()) if v.bytes >= LARGE and v in code.texts]
        if gone:
            code.add("del " + ", ".join(code.texts[v] for v in gone), depth)
        if place == quiet_until:
            depth = level


def needs_numpy(var: Var, recording: Recording) -> bool:
    """Say whether a number of Python's would be computed with otherwise than one of NumPy's; not
    where NumPy's would make results more precise, which leave their precision to the others."""
    if recording.of_numbers:
        return False
    using = [line for line in recording.lines if var in used_by(line)]
    equations = [line for line in using if isinstance(line, Equation)]
    others = [[x for x in line.args if x is not var] for line in equations]
    if any(is_less_precise(x) for some in others for x in some):
        return False
    return len(using) > len(equations) or not all(
        line.function in MIXING
        and all(x.__class__ is Var and x.is_array and x.dtype == float for x in some)
        for line, some in zip(equations, others, strict=True)
    )


def is_less_precise(thing: Any) -> bool:
    """Say whether something has numbers of less than the usual precision."""
    if not isinstance(thing, (Var, np.ndarray, np.generic)) or thing.dtype is None:
        return False
    return thing.dtype.kind in "fc" and thing.dtype not in (np.float64, np.complex128)


#: Operations of an array of floats and a number that are the same for any kind of number.
MIXING = {np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum}
#: Functions that never say anything about floating point.
SILENT = {
    *(np.transpose, np.reshape, np.broadcast_to, np.negative, np.expand_dims, np.where, np.equal),
    *(np.greater, np.less, np.greater_equal, np.less_equal, np.maximum, np.minimum, np.copy),
    *(np.concatenate, np.stack, np.squeeze, np.swapaxes, np.moveaxis, np.absolute, np.sign),
    *(np.bitwise_and, np.bitwise_or, np.invert, np.isnan, np.any, np.all, np.zeros_like, float),
    *(getitem.fun, operator.getitem, np.tanh, np.sin, np.cos, np.real, np.imag, np.conjugate),
}


def may_warn(line: Equation) -> bool:
    """Say whether NumPy may warn about numbers in a line."""
    return line.result.kind is not float and line.function not in SILENT


def end_of_quiet(lines: Sequence[Any], start: int) -> int:
    """Find the last line of a quiet part: lines that never warn may be in between."""
    end = start
    for place in range(start, len(lines)):
        line = lines[place]
        if isinstance(line, Guard) or not may_warn(line):
            continue
        if not line.quiet:
            break
        end = place
    return end


#: How many lines further down the only use of a result may be for it to be written there.
NEAR = 4
#: How many operations one line of code may hold.
MOST_IN_A_LINE = 12


def places_of_writing(
    recording: Recording, watched: Sequence[Var], apart: Set[Var] = frozenset()
) -> list[int]:
    """Say in which line each is written: its own, or that of its only use close below.

    Where one operation stands within another, NumPy computes the second in the memory of the first.
    What is to be kept apart stays on its own line.
    """
    lines = recording.lines
    uses: dict[Var, list[int]] = {x: [-1] for x in (*watched, *vars_in(recording.outputs))}
    for place, line in enumerate(lines):
        for var in used_by(line):
            uses.setdefault(var, []).append(place)
    written_at, held = list(range(len(lines))), [1] * len(lines)
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if isinstance(line, Guard) or not is_operation(line):
            continue
        if may_be_complex(line) or line.result in apart:
            continue
        (use, *more) = uses.get(line.result, [-1])
        if more or use < 0 or lines[use].__class__ is Guard:
            continue
        target = written_at[use]
        is_float = line.result.kind is float  # which keeps no memory
        near = is_float or (use - place <= NEAR and target - place <= 2 * NEAR)
        near = near and is_operation(lines[use])  # type: ignore[arg-type]
        same = lines[use].quiet == line.quiet  # type: ignore[union-attr]
        if near and same and held[target] < MOST_IN_A_LINE:
            written_at[place] = target
            held[target] += 1
    return written_at


def is_operation(line: Equation) -> bool:
    """Say whether a line is an operation on each element of arrays or numbers."""
    quick = isinstance(line.function, np.ufunc) or line.result.kind is float
    return quick and not line.kwargs


def may_be_complex(line: Equation) -> bool:
    """Say whether Python may give a complex number where the engine says that there is none."""
    if line.function is not operator.pow or line.result.kind is not float:
        return False
    exponent = line.args[1]
    return exponent.__class__ is Var or float(exponent) != int(exponent)


def write_guard(code: Code, guard: Guard, depth: int) -> None:
    """Write what must come out as it did."""
    text, where = code.texts[guard.var], said_at(guard)
    if guard.what == "branch":
        miss = code.bound(Miss(f"a branch went the other way{where}"), "miss")
        code.add(f"if {'not ' if guard.outcome else ''}{text}: return {miss}", depth)
    elif guard.what == "shape":
        miss = code.bound(Miss(f"there were other than {guard.outcome} elements{where}"), "miss")
        dtype = code.bound(guard.var.dtype, "dtype")
        code.add(
            f"if {text}.shape != {guard.outcome!r} or {text}.dtype != {dtype}: return {miss}", depth
        )
    else:
        what = "a whole number" if guard.var.dtype is not None else "what was said of numbers"
        miss = code.bound(Miss(f"{what} was not {guard.outcome}{where}"), "miss")
        code.add(f"if {text} != {text_of(code, guard.outcome)}: return {miss}", depth)


def said_at(guard: Guard) -> str:
    """Write the line of a guard."""
    line = line_of(guard.place)
    return f" in `{line}`" if line else ""


def write_watch(code: Code, var: Var, depth: int) -> None:
    """Write what is done where a number is nan: the engine has another way there."""
    text = code.texts[var]
    miss = code.bound(Miss("a number was nan, which the engine looks into", True), "miss")
    if not var.is_array:
        code.add(f"if {text} != {text}: return {miss}", depth)
        return
    if var.bytes > MANY:
        code.add(f"least = {code.bound(np.minimum.reduce, 'least')}({text}, None)", depth)
    else:  # a third of the time
        row = text if len(var.shape) == 1 else f"{text}.ravel()"
        code.add(f"row = {row}; least = row.dot(row)", depth)
    code.add(f"if least != least: return {miss}", depth)
