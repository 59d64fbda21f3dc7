"""Claims about a tracer's notes: what a primitive makes of boxes, and the order of nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.asking.arrays.assertions import case_of, compare_array, told_of
from autograder.asking.arrays.programs import ArrayProgram
from autograder.asking.arrays.reference import truth_of
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import close, listed, number
from autograder.asking.order import Graph, Listed, Sorter, compare_order
from autograder.asking.tracers import probes
from autograder.asking.tracers.functions import TracerEngine
from autograder.errors import CheckFailure

__all__ = ["assert_listed", "assert_noted", "assert_replayed"]

SORTER = Sorter("toposort", several=False, inputs="parents", users_first=True, value="Node")

#: Around an argument: the traces of its boxes, the innermost first; or the argument that it is.
Layers = Sequence[Sequence[int] | int]


@goes_on_in_surveys
def assert_noted(
    submission: Any,
    args: Sequence[float],
    layers: Layers,
    keywords: Mapping[str, float] | None = None,
) -> None:
    """Check what a primitive makes when some of its arguments are in boxes.

    Parameters
    ----------
    submission : Submission
    args : sequence of float
        The plain values.
    layers : sequence
        What boxes are around each.
    keywords : mapping, optional

    Raises
    ------
    CheckFailure
        Of kind ``value`` or ``claim``.
    """
    given = dict(keywords or {})
    found = submission.run(probes.noted, list(args), [_plain(one) for one in layers], given)
    what = _said(args, layers, given)
    case = {"asked": "node", "program": what}
    if "node" in found:
        raise CheckFailure(
            f"{what} gives a box whose node is of type {found['node']}; it should be a Node with a "
            "recipe of five.",
            "type",
            case,
        )
    if any(any(boxed) for boxed in found["handed"]):
        raise CheckFailure(
            f"{what}: the function that was made a primitive was called with a box. It is NumPy's, "
            "and gets plain values: call `f_wrapped`, the primitive itself, with what is left when "
            "the latest trace has taken out its own boxes.",
            "claim",
            case,
        )
    expected, right = _expected(args, layers), _value(args, given)
    traces = [level["trace"] for level in expected]
    _compare_boxes(what, found, traces, case)
    value = found["value"]
    if not isinstance(value, (int, float)) or not close(float(value), right):
        shown = (
            number(value) if isinstance(value, (int, float)) else f"of type {type(value).__name__}"
        )
        raise CheckFailure(
            f"{what} should have the value {number(right)} in its box; it is {shown}.",
            "value",
            case,
        )
    for mine, level in zip(found["boxes"], expected, strict=True):
        of = (
            f"{what}: the node of trace {level['trace']}"
            if len(expected) > 1
            else f"{what}: its node"
        )
        _compare_node(of, mine, level, args, given, case)
    if len(found["handed"]) != 1:
        raise CheckFailure(
            f"{what}: the function was called {len(found['handed'])} times; once is enough.",
            "claim",
            case,
        )


def _plain(layer: Sequence[int] | int) -> Any:
    return layer if isinstance(layer, int) else list(layer)


def _said(args: Sequence[float], layers: Layers, keywords: Mapping[str, float]) -> str:
    """Write the call."""
    told = []
    for value, layer in zip(args, layers, strict=True):
        text = number(value)
        if isinstance(layer, int):
            text = f"the same box as argument {layer + 1}"
        else:
            for trace in layer:
                text = f"Box({text}, trace {trace})"
        told.append(text)
    told += [f"{name}={number(value)}" for name, value in keywords.items()]
    return f"primitive(f)({', '.join(told)})"


def _value(args: Sequence[float], keywords: Mapping[str, float]) -> float:
    """Compute what the probe's function gives."""
    total = 1.0 + sum((place + 2.0) * arg * arg for place, arg in enumerate(args))
    return total * keywords.get("scale", 1.0)


def _expected(args: Sequence[float], layers: Layers) -> list[dict[str, Any]]:
    """Say what each box around the result holds, the outermost first."""
    stacks: list[list[tuple[int, int]]] = []
    roots = 0
    for layer in layers:
        if isinstance(layer, int):
            stacks.append(list(stacks[layer]))
            continue
        stacks.append([])
        for trace in layer:
            stacks[-1].append((trace, roots))
            roots += 1
    found = []
    while any(stacks):
        top = max(stack[-1][0] for stack in stacks if stack)
        argnums = [i for i, stack in enumerate(stacks) if stack and stack[-1][0] == top]
        parents = [stacks[i].pop()[1] for i in argnums]
        around = [[trace for trace, _ in reversed(stack)] for stack in stacks]
        found.append({"trace": top, "argnums": argnums, "parents": parents, "args": around})
    return found


def _compare_boxes(
    what: str, found: Mapping[str, Any], traces: Sequence[int], case: Mapping[str, Any]
) -> None:
    """Compare which boxes are around the value."""
    mine = [box["trace"] for box in found["boxes"]]
    if mine == traces:
        return
    if not mine:
        text = (
            f"it gives no box. What it computes from a box must be watched, too{_of_trace(traces)}."
        )
    elif len(traces) == 1:
        text = f"the result should be in a box of trace {traces[0]}; it is in {_boxes(mine)}."
    else:
        text = (
            f"the result should be in {_boxes(traces)}; it is in {_boxes(mine)}. The latest trace "
            "notes it, and takes out its own boxes only: the primitive called with what is left "
            "notes it for the trace before."
        )
    raise CheckFailure(f"{what}: {text}", "claim", dict(case))


def _of_trace(traces: Sequence[int]) -> str:
    return f": return a box of trace {traces[0]}" if len(traces) == 1 else ""


def _boxes(traces: Sequence[Any]) -> str:
    """Name boxes around a value, the outermost first."""
    told = [f"a box of trace {trace}" for trace in traces]
    return ", around ".join(told)


def _compare_node(
    of: str,
    mine: Mapping[str, Any],
    right: Mapping[str, Any],
    args: Sequence[float],
    keywords: Mapping[str, float],
    case: Mapping[str, Any],
) -> None:
    """Compare one node with what it should say."""

    def fail(text: str) -> None:
        raise CheckFailure(f"{of} {text}", "claim", dict(case))

    if mine["argnums"] != right["argnums"]:
        fail(
            f"should have the argnums {tuple(right['argnums'])}, the places of the boxes of that "
            f"trace, counted from 0; it has {tuple(mine['argnums'])}."
        )
    if mine["parents"] != right["parents"]:
        fail(
            "should have as parents the nodes of the boxes at its argnums, in the same order; it "
            f"has {_counted(len(mine['parents']), 'parent')}, and not these."
            if -1 in mine["parents"] or sorted(mine["parents"]) != sorted(right["parents"])
            else "has the right parents in another order than its argnums."
        )
    if mine["fun"] != "itself":
        said = "the function inside it" if mine["fun"] == "raw" else "something else"
        fail(
            f"should have the primitive itself as its fun; it has {said}. The table of rules is "
            "looked up with it, and a trace within a trace calls it again."
        )
    if not (mine["value"] and mine["boxed value"]):
        fail("should have as its value what is in the box; it has something else.")
    if mine["args"] != right["args"]:
        fail(
            "should have args without the boxes of its trace, and with everything else as it came; "
            f"at place {_differs(mine['args'], right['args'])} that is not so."
        )
    if [float(one) for one in mine["values"]] != [float(one) for one in args]:
        mine_args = listed(mine["values"])
        fail(f"should have the args {listed(args)}, boxed or not; it has {mine_args}.")
    if mine["keywords"] != dict(keywords):
        fail(f"should have the keywords {dict(keywords)} as its kwargs; it has {mine['keywords']}.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _differs(mine: Sequence[Any], right: Sequence[Any]) -> int:
    pairs = enumerate(zip(mine, right, strict=False))
    return next(
        (place for place, (one, other) in pairs if one != other), min(len(mine), len(right))
    )


@goes_on_in_surveys
def assert_replayed(engine: TracerEngine, program: ArrayProgram) -> None:
    """Check the notes of a program: run once more, they give its value.

    Parameters
    ----------
    engine : TracerEngine
    program : ArrayProgram
        Traced by its first input.
    """
    truth = truth_of(program)
    with told_of(engine, program, followed=False):
        value, again, count = engine.replayed(program)
    right = truth.values[program.output]
    size = right * 0.0 + truth.size
    case = case_of(program)
    what = f"`{program}` at {program.at()}"
    compare_array(engine, value, right, size, f"The value of {what}, traced,", case, "value")
    if again is None:
        raise CheckFailure(
            f"The notes of {what} do not lead from the result back to the input: {count} "
            f"node{'s' * (count != 1)} can be reached by way of parents.",
            "claim",
            case,
        )
    compare_array(
        engine,
        again,
        right,
        size,
        f"The notes of {what} are run once more, each function with its args, and with what its "
        "parents gave at its argnums: the result",
        case,
        "claim",
    )


def assert_listed(submission: Any, graph: Graph) -> None:
    """Check the order of a graph: any is right in which each node stands once, after its users.

    A survey does not go on where this fails: there are wrong engines that follow each path of a
    graph, and graphs with millions of them are asked later.

    Parameters
    ----------
    submission : Submission
    graph : sequence of sequence of int
        Of which the last node is the end.
    """
    found = submission.run(probes.sorted_nodes, [list(parents) for parents in graph])
    compare_order(SORTER, graph, [len(graph) - 1], Listed(*found))
