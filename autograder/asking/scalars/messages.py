"""What one value sent to another on the way back, beside what it should have sent.

Each way to go wrong is a line of a table: how it is recognized, and the sentence for the student.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.asking.numbers import number
from autograder.asking.scalars.place import Place, near


@dataclass(frozen=True, slots=True)
class Sent:
    """One step backward, seen by one parent.

    Parameters
    ----------
    position : int
        Its place among all steps backward.
    had : float
        The gradient of the value that took the step.
    before, after : float
        The parent's gradient.
    """

    position: int
    had: float
    before: float
    after: float


@dataclass(frozen=True)
class Message:
    """All that a step sent to one of its parents.

    Parameters
    ----------
    place : Place
    calls : sequence
        Every step backward as `autograder.asking.scalars.probes_walk.watch_backward` tells it.
    sender, parent : str
    """

    place: Place
    calls: Sequence[Sequence[object]]
    sender: str
    parent: str

    @property
    def steps(self) -> list[Sent]:
        """The steps that the sender took towards this parent."""
        return [
            Sent(position, float(had), float(before), float(after))  # type: ignore[arg-type]
            for position, (name, had, received) in enumerate(self.calls)
            for to, before, after in received  # type: ignore[attr-defined]
            if name == self.sender and to == self.parent
        ]

    @property
    def sent(self) -> float:
        """How much the parent received."""
        return sum(step.after - step.before for step in self.steps)

    @property
    def gradient(self) -> float:
        """The gradient that the sender should have."""
        return self.place.adjoints[self.sender]

    @property
    def partial(self) -> float:
        """The local derivative on this edge, over all places where the parent stands."""
        return self.place.edges[self.sender][self.parent]

    @property
    def expected(self) -> float:
        """How much should have been sent."""
        return self.gradient * self.partial

    @property
    def shares(self) -> list[float]:
        """The same, for each place where the parent stands."""
        return [self.gradient * share for share in self.place.shares[self.sender][self.parent]]

    @property
    def right(self) -> bool:
        """Whether as much was sent as should have been."""
        scale = sum(abs(step.after) + abs(step.before) for step in self.steps)
        return near(self.sent, self.expected, scale)

    @property
    def late(self) -> list[str]:
        """The labels of those who use the sender and sent nothing before its first step."""
        earlier = {name for name, _, _ in self.calls[: self.steps[0].position]}
        users = self.place.users[self.sender]
        return [self.place.label(user) for user in users if user not in earlier]

    @property
    def who(self) -> str:
        """The sender, for a sentence."""
        return self.place.label(self.sender)

    @property
    def whom(self) -> str:
        """The parent, for a sentence."""
        return self.place.label(self.parent)


def _too_early(message: Message) -> str:
    had, late = message.steps[0].had, message.late
    text = (
        f"{message.who} passed its gradient on when it was {number(had)}; it should have been "
        f"{number(message.gradient)} by then"
    )
    if late:
        use = "uses" if len(late) == 1 else "use"
        text += f", but {' and '.join(late)} {use} it and had not sent anything yet"
    return f"{text}. {_result(message)}"


def _result(m: Message) -> str:
    return f"So it sent {number(m.sent)} to {m.whom} and should have sent {number(m.expected)}."


#: How a wrong message is recognized, and what is said of it. The first line that fits counts.
WAYS: tuple[tuple[Callable[[Message], bool], Callable[[Message], str]], ...] = (
    (
        lambda m: not m.steps,
        lambda m: (
            f"{m.who} never took its step: {m.whom} should have received {number(m.expected)} "
            "from it."
        ),
    ),
    (
        lambda m: m.sender == m.place.output and not near(m.steps[0].had, m.gradient),
        lambda m: (
            f"The gradient of the result was {number(m.steps[0].had)} at the start; it should be "
            f"1. {_result(m)}"
        ),
    ),
    (lambda m: not near(m.steps[0].had, m.gradient), _too_early),
    (
        lambda m: len(m.steps) > 1,
        lambda m: (
            f"{m.who} took its step {len(m.steps)} times and sent {number(m.sent)} to {m.whom} in "
            f"all; it should send {number(m.expected)}, once."
        ),
    ),
    (
        lambda m: len(m.shares) > 1 and near(m.steps[0].after, m.shares[-1]),
        lambda m: (
            f"{m.who} uses {m.whom} in {len(m.shares)} places, and only the share of the last "
            f"one, {number(m.shares[-1])}, is left in {m.whom}; together it should be "
            f"{number(m.steps[0].before + m.expected)}."
        ),
    ),
    (
        lambda m: bool(m.steps[0].before) and near(m.steps[0].after, m.expected),
        lambda m: (
            f"{m.who} sent {number(m.expected)} to {m.whom}, and that replaced the "
            f"{number(m.steps[0].before)} which {m.whom} had already received; together it should "
            f"be {number(m.steps[0].before + m.expected)}."
        ),
    ),
    (
        lambda m: True,
        lambda m: (
            f"{m.who} should send {number(m.expected)} to {m.whom} (its gradient "
            f"{number(m.gradient)} times the local derivative {number(m.partial)}); it sent "
            f"{number(m.sent)}."
        ),
    ),
)


def said_of(message: Message) -> str:
    """Say in a sentence what is wrong with a message that is."""
    return next(sentence(message) for fits, sentence in WAYS if fits(message))
