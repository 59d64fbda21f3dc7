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
from autograder.language import say, say_many

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
            say(
                "{what} gives a box whose node is of type {node}; it should be a Node with a "
                "recipe of five.",
                what=what,
                node=found["node"],
            ),
            "type",
            case,
        )
    if any(any(boxed) for boxed in found["handed"]):
        raise CheckFailure(
            say(
                "{what}: the function that was made a primitive was called with a box. It is "
                "NumPy's, and gets plain values: call `f_wrapped`, the primitive itself, "
                "with what is left when the latest trace has taken out its own boxes.",
                what=what,
            ),
            "claim",
            case,
        )
    expected, right = _expected(args, layers), _value(args, given)
    traces = [level["trace"] for level in expected]
    _compare_boxes(what, found, traces, case)
    value = found["value"]
    if not isinstance(value, (int, float)) or not close(float(value), right):
        shown = (
            number(value)
            if isinstance(value, (int, float))
            else say("of type {kind}", kind=type(value).__name__)
        )
        raise CheckFailure(
            say(
                "{what} should have the value {right} in its box; it is {shown}.",
                what=what,
                right=number(right),
                shown=shown,
            ),
            "value",
            case,
        )
    for mine, level in zip(found["boxes"], expected, strict=True):
        of = (
            say("{what}: the node of trace {trace}", what=what, trace=level["trace"])
            if len(expected) > 1
            else say("{what}: its node", what=what)
        )
        _compare_node(of, mine, level, args, given, case)
    if len(found["handed"]) != 1:
        raise CheckFailure(
            say(
                "{what}: the function was called {handed} times; once is enough.",
                what=what,
                handed=len(found["handed"]),
            ),
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
            text = say("the same box as argument {layer}", layer=layer + 1)
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
        text = say("it gives no box. What it computes from a box must be watched, too.")
        if len(traces) == 1:
            text = say(
                "it gives no box. What it computes from a box must be watched, too: return a box "
                "of trace {trace}.",
                trace=traces[0],
            )
    elif len(traces) == 1:
        text = say(
            "the result should be in a box of trace {traces}; it is in {mine}.",
            traces=traces[0],
            mine=_boxes(mine),
        )
    else:
        text = say(
            "the result should be in {traces}; it is in {mine}. The latest trace notes "
            "it, and takes out its own boxes only: the primitive called with what is "
            "left notes it for the trace before.",
            traces=_boxes(traces),
            mine=_boxes(mine),
        )
    raise CheckFailure(f"{what}: {text}", "claim", dict(case))


def _boxes(traces: Sequence[Any]) -> str:
    """Name boxes around a value, the outermost first."""
    told = ""
    for trace in reversed(traces):
        box = say("a box of trace {trace}", trace=trace)
        told = say("{box}, around {inner}", box=box, inner=told) if told else box
    return told


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
            say(
                "should have the argnums {argnums}, the places of the boxes of that trace, "
                "counted from 0; it has {yours}.",
                argnums=tuple(right["argnums"]),
                yours=tuple(mine["argnums"]),
            )
        )
    if mine["parents"] != right["parents"]:
        fail(
            say_many(
                "should have as parents the nodes of the boxes at its argnums, in the same order; "
                "it has {count} parent, and not these.",
                "should have as parents the nodes of the boxes at its argnums, in the same order; "
                "it has {count} parents, and not these.",
                len(mine["parents"]),
            )
            if -1 in mine["parents"] or sorted(mine["parents"]) != sorted(right["parents"])
            else say("has the right parents in another order than its argnums.")
        )
    if mine["fun"] != "itself":
        said = say("the function inside it") if mine["fun"] == "raw" else say("something else")
        fail(
            say(
                "should have the primitive itself as its fun; it has {said}. The table of "
                "rules is looked up with it, and a trace within a trace calls it again.",
                said=said,
            )
        )
    if not (mine["value"] and mine["boxed value"]):
        fail(say("should have as its value what is in the box; it has something else."))
    if mine["args"] != right["args"]:
        fail(
            say(
                "should have args without the boxes of its trace, and with everything else "
                "as it came; at place {args} that is not so.",
                args=_differs(mine["args"], right["args"]),
            )
        )
    if [float(one) for one in mine["values"]] != [float(one) for one in args]:
        mine_args = listed(mine["values"])
        fail(
            say(
                "should have the args {args}, boxed or not; it has {mine_args}.",
                args=listed(args),
                mine_args=mine_args,
            )
        )
    if mine["keywords"] != dict(keywords):
        fail(
            say(
                "should have the keywords {keywords} as its kwargs; it has {yours}.",
                keywords=dict(keywords),
                yours=mine["keywords"],
            )
        )


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
    compare_array(
        engine, value, right, size, say("The value of {what}, traced,", what=what), case, "value"
    )
    if again is None:
        raise CheckFailure(
            say_many(
                "The notes of {what} do not lead from the result back to the input: {count} node "
                "can be reached by way of parents.",
                "The notes of {what} do not lead from the result back to the input: {count} nodes "
                "can be reached by way of parents.",
                count,
                what=what,
            ),
            "claim",
            case,
        )
    compare_array(
        engine,
        again,
        right,
        size,
        say(
            "The notes of {what} are run once more, each function with its args, and with "
            "what its parents gave at its argnums: the result",
            what=what,
        ),
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
