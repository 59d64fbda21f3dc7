"""Writes a function down for `compile`, and says why where a program would not do what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.trace import name_of
from adlearn.errors import NotTraceable
from adlearn.programs.agreeing import other_numbers
from adlearn.programs.captured import Outside, random_state
from adlearn.programs.numbers import trace_numbers
from adlearn.programs.tracing import Recording, call_with_symbols, is_dynamic, traced
from adlearn.programs.witness import Witness
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.primitive import Traced

#: Why a function that draws is no program.
DRAWN = "random numbers were drawn. Draw them outside, and pass them as an argument."


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """A function that was called once, and written down.

    Attributes
    ----------
    recording : Recording
    outside : Outside or None
        What it uses besides its arguments.
    refusal : str
        Why the recording is good for this one call alone; empty if it is good for others.
    """

    recording: Recording
    outside: Outside | None
    refusal: str = ""

    @property
    def answer(self) -> Any:
        """What the function gave."""
        return self.recording.answer


@dataclass(frozen=True, slots=True)
class Look:
    """A function that was called as it is.

    Attributes
    ----------
    answer : object
        What it gave.
    seen : Witness
    outside : Outside or None
        What it uses besides its arguments, as it was afterwards.
    refusal : str
        Why it is no program; empty if it may be one.
    """

    answer: Any
    seen: Witness
    outside: Outside | None
    refusal: str = ""

    @property
    def may_change_something(self) -> bool:
        """Whether it is to be called twice as it is: what it changes then, it changes itself."""
        assert self.outside is not None
        return self.seen.writes or bool(self.outside.generators)


def looked_at(f: Any, args: Any, kwargs: Any) -> Look:
    """Call a function as it is, and look on."""
    before = random_state(())
    with Witness() as seen:
        answer = call_with_symbols(f, args, kwargs)
    leaves, _ = leaves_of((args, kwargs))
    given = [leaf for leaf in leaves if not is_dynamic(leaf)]
    name = name_of(f)
    try:
        outside = Outside(f, seen, (), given)
    except NotTraceable as error:
        return Look(answer, seen, None, f"{name} is no program: {error}")
    why = ""
    if random_state(()) != before:
        why = f"{name} is no program: {DRAWN}"
    elif seen.asked_for:
        why = (
            f"{name} asks for what may be something else in the next call ({seen.asked_for}). Do "
            "that outside, and pass what comes of it as an argument."
        )
    return Look(answer, seen, outside, why)


def written_down(
    f: Any, args: Any, kwargs: Any, numbers: bool, look: Look | None = None
) -> WrittenDown:
    """Call a function once, and write down what it does and what it uses.

    Raises
    ------
    NotTraceable
        If the function does what a program cannot say, before it is done.
    """
    with Witness() as seen:
        recording = trace_any(f, args, kwargs, numbers)
    if look is not None:
        seen = seen.and_before(look.seen)
    refuse_nodes(f, recording)
    name, why = name_of(f), ""
    if recording.texts:
        why = (
            f"{name} makes a text of a value (str, format, print), which would be the same in "
            "every call of a program. Return the value, and make the text outside."
        )
    elif seen.asks_type:
        why = (
            f"{seen.asks_type} asks for type(x), which for a value that is written down is not "
            "what it stands for. Ask isinstance(x, ...) instead."
        )
    elif look is not None:
        examples = recording.examples.values()
        other = other_numbers(recording.answer, look.answer, examples, kinds=not numbers)
        if other:
            why = (
                f"{name} does something else with a value that is written down: {other}. It may "
                "ask what a value is in a way that is not known here: isinstance(x, ...) is."
            )
    lifted = [given.outside for given in recording.inputs if given.outside is not None]
    try:
        outside = Outside(f, seen, lifted, [leaf for _, leaf in recording.static])
    except NotTraceable as error:
        return WrittenDown(recording, None, f"{name} is no program: {error}")
    return WrittenDown(recording, outside, why)


def trace_any(f: Any, args: Any, kwargs: Any, numbers: bool = False) -> Recording:
    """Write down a function of arrays or, where it is given nodes, one of numbers."""
    leaves, _ = leaves_of((args, kwargs))
    if numbers or any(isinstance(leaf, AutogradValue) for leaf in leaves):
        return trace_numbers(f, args, kwargs)
    return traced(f, args, kwargs, exact=True)


def refuse_nodes(f: Callable[..., Any], recording: Recording) -> None:
    """Refuse a function of nodes that leaves or gives more than numbers."""
    if recording.leaves_gradients:
        raise NotTraceable(
            f"{name_of(f)} leaves gradients in its arguments (backward()), and a program changes "
            "nothing. Compile a derivative, grad(f), which gives them back."
        )
    if any(isinstance(leaf, AutogradValue) for leaf in leaves_of(recording.answer)[0]):
        raise NotTraceable(
            f"{name_of(f)} gave a node, and a node that a program computes does not know what it "
            "was computed from. Return its number, L.value; or pass floats, with compile(f, "
            "numbers=True)."
        )


def is_inside(args: Any, kwargs: Any) -> bool:
    """Say whether an argument is a traced value: then the function is part of something else."""
    leaves, _ = leaves_of((args, kwargs))
    return any(
        isinstance(leaf, Traced) or (isinstance(leaf, AutogradValue) and leaf._level != 0)
        for leaf in leaves
    )


def constants_of(args: Any, kwargs: Any) -> tuple[Any, ...]:
    """List the arguments for which a program is written down: others are another case."""
    leaves, _ = leaves_of((args, kwargs))
    return tuple(
        (leaf.__class__, leaf if isinstance(leaf, (int, str, bytes)) else id(leaf))
        for leaf in leaves
        if not is_dynamic(leaf)
    )
