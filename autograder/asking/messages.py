"""What one value sent to another on the way back, beside what it should have sent.

Each way to go wrong is a line of a table: how it is recognized, and the sentence for the student.
The table is one for numbers and arrays: of an array the first wrong entry is told, or the shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from autograder.asking.comparing import (
    Difference,
    broadcast,
    difference,
    is_numeric,
    near,
    written,
)
from autograder.asking.numbers import number
from autograder.asking.place import Truth
from autograder.language import joined, say, say_many

#: So many messages at most are looked for that are missing together in a gradient.
MOST_MISSING = 2


@dataclass(frozen=True, slots=True)
class Sent:
    """One step backward, seen by one parent.

    Parameters
    ----------
    position : int
        Its place among all steps backward.
    sender, parent : str or None
        None where it is no part of the program.
    had : object
        The gradient of the sender when it took the step.
    sent : object
        What the parent received.
    before, after : float, optional
        The parent's gradient, where messages are read off it.
    place : int, optional
        Which operand it is, where each operand has a rule and so a step of its own.
    """

    position: int
    sender: str | None
    parent: str | None
    had: Any
    sent: Any
    before: float | None = None
    after: float | None = None
    place: int | None = None


@dataclass(frozen=True)
class Message:
    """All that a step sent to one of its parents.

    Parameters
    ----------
    truth : Truth
    every : sequence of Sent
        All that was sent from anywhere to anywhere.
    sender, parent : str
    """

    truth: Truth
    every: Sequence[Sent]
    sender: str
    parent: str

    @cached_property
    def steps(self) -> list[Sent]:
        """The steps that the sender took towards this parent."""
        return [s for s in self.every if s.sender == self.sender and s.parent == self.parent]

    @cached_property
    def sent(self) -> Any:
        """How much the parent received; of what is no number or has a wrong shape, the first."""
        parts = [step.sent for step in self.steps]
        if not parts:
            return np.zeros_like(self.expected) if isinstance(self.expected, np.ndarray) else 0.0
        odd = [part for part in parts if not _fits(part, self.expected)]
        return odd[0] if odd else sum(parts)

    @property
    def gradient(self) -> Any:
        """The gradient that the sender should have."""
        return self.truth.adjoints[self.sender]

    @property
    def expected(self) -> Any:
        """How much should have been sent."""
        return self.truth.messages[self.sender][self.parent]

    @property
    def shares(self) -> Sequence[Any]:
        """The same, for each place where the parent stands."""
        return self.truth.shares[self.sender][self.parent]

    @cached_property
    def wrong(self) -> Difference | None:
        """Where what was sent differs from what should have been; None if nowhere."""
        scale = sum(abs(s.after or 0.0) + abs(s.before or 0.0) for s in self.steps)
        return difference(self.sent, self.expected, scale)

    @cached_property
    def had(self) -> Difference | None:
        """Where the gradient that was passed on first differs from the right one."""
        return None if self.in_parts else difference(self.steps[0].had, self.gradient)

    @cached_property
    def in_parts(self) -> bool:
        """Whether the gradient was passed on in parts, once for each message that came in."""
        first = self.steps[0]
        parts = [step.had for step in self.steps if step.place == first.place]
        positions = {step.position for step in self.steps}
        if first.after is not None or len(parts) < 2 or len(positions) < len(parts):
            return False
        if not all(_fits(part, self.gradient) for part in parts):
            return False
        return difference(np.asarray(sum(parts)), np.asarray(self.gradient)) is None

    @property
    def late(self) -> list[str]:
        """The labels of those who use the sender and sent nothing before its first step."""
        earlier = {s.sender for s in self.every if s.position < self.steps[0].position}
        users = self.truth.users[self.sender]
        return [self.truth.label(user) for user in users if user not in earlier]

    @property
    def count(self) -> int:
        """How often the step was taken."""
        positions: dict[int | None, set[int]] = {}
        for step in self.steps:
            positions.setdefault(step.place, set()).add(step.position)
        return max(map(len, positions.values()), default=0)

    @property
    def who(self) -> str:
        """The sender, for a sentence."""
        return self.truth.label(self.sender)

    @property
    def whom(self) -> str:
        """The parent, for a sentence."""
        return self.truth.label(self.parent)


def _fits(part: Any, right: Any) -> bool:
    """Say whether something can be added up with others of its kind."""
    return is_numeric(part) and np.shape(part) == np.shape(right)


def missing(truth: Truth, name: str, gradient: Any) -> str:
    """Say which messages are not in a gradient that is right without them; empty if none are.

    It is a sentence, which may begin with a name.
    """
    users = truth.users[name]
    for count in range(1, min(len(users), MOST_MISSING + 1)):
        for lost in combinations(users, count):
            kept = [truth.messages[user][name] for user in users if user not in lost]
            if difference(gradient, np.asarray(sum(kept))) is None:
                return say(
                    "What {users} sent is missing in it.", users=joined(map(truth.label, lost))
                )
    for user in users:
        shares = truth.shares[user][name]
        for share in shares if len(shares) > 1 else ():
            if difference(gradient, np.asarray(truth.adjoints[name] - share)) is None:
                return say(
                    "{user} uses it in {count} places, and what one of them sent is missing in it.",
                    user=truth.label(user),
                    count=len(shares),
                )
    return ""


def _both(m: Message) -> tuple[Difference, Difference]:
    """Give what differs in what the sender had and in what it sent; both do."""
    assert m.had is not None and m.wrong is not None
    return m.had, m.wrong


def _too_early(m: Message) -> str:
    had, _ = _both(m)
    words = {"who": m.who, "yours": had.yours, "at": had.at, "right": had.right}
    if m.late:
        text = say_many(
            "{who} passed its gradient on when it was {yours}{at}; it should have been {right} by "
            "then, but {users} uses it and had not sent anything yet.",
            "{who} passed its gradient on when it was {yours}{at}; it should have been {right} by "
            "then, but {users} use it and had not sent anything yet.",
            len(m.late),
            users=joined(m.late),
            **words,
        )
    elif _first(m).after is None and (lost := missing(m.truth, m.sender, _first(m).had)):
        text = say(
            "{who} passed its gradient on when it was {yours}{at}; it should have been {right} by "
            "then: {lost}",
            lost=lost[0].lower() + lost[1:],
            **words,
        )
    else:
        text = say(
            "{who} passed its gradient on when it was {yours}{at}; it should have been {right} by "
            "then.",
            **words,
        )
    return f"{text} {_result(m)}"


def _result(m: Message) -> str:
    _, wrong = _both(m)
    return say(
        "So it sent {yours} to {whom}{at} and should have sent {right}.",
        yours=wrong.yours,
        whom=m.whom,
        at=wrong.at,
        right=wrong.right,
    )


def _started(m: Message) -> str:
    had, _ = _both(m)
    return say(
        "The gradient of the result was {yours} at the start{at}; it should be {right}. {result}",
        yours=had.yours,
        at=had.at,
        right=had.right,
        result=_result(m),
    )


def _by_rule(m: Message) -> str:
    wrong = m.wrong
    assert wrong is not None
    partials = m.truth.partials.get(m.sender)
    if partials:
        return say(
            "{who} should send {right} to {whom} (its gradient {gradient} times the "
            "local derivative {partials}); it sent {yours}.",
            who=m.who,
            right=wrong.right,
            whom=m.whom,
            gradient=number(m.gradient),
            partials=number(partials[m.parent]),
            yours=wrong.yours,
        )
    if not wrong.of_shape:
        return say(
            "{who} should send {right} to {whom}{at}; it sent {yours} there. What came "
            "in was right.",
            who=m.who,
            right=wrong.right,
            whom=m.whom,
            at=wrong.at,
            yours=wrong.yours,
        )
    if not is_numeric(m.sent):
        return say(
            "{who} should send {whom} {right}; it sent {yours}, which is none of the "
            "engine's values.",
            who=m.who,
            whom=m.whom,
            right=wrong.right,
            yours=wrong.yours,
        )
    text = say(
        "{who} should send {whom} {right}, which is the shape of {whom}; it sent {yours}.",
        who=m.who,
        whom=m.whom,
        right=wrong.right,
        yours=wrong.yours,
    )
    if broadcast(np.shape(m.expected), np.shape(m.sent)):
        text += " " + say(
            "{whom} was broadcast: add up over the axes that broadcasting made longer.", whom=m.whom
        )
    return text


def _first(m: Message) -> Sent:
    return m.steps[0]


def _told(value: float | None) -> str:
    return number(value)


#: How a wrong message is recognized, and what is said of it. The first line that fits counts.
WAYS: tuple[tuple[Callable[[Message], bool], Callable[[Message], str]], ...] = (
    (
        lambda m: not m.steps,
        lambda m: say(
            "{who} never took its step: {whom} should have received {expected} from it.",
            who=m.who,
            whom=m.whom,
            expected=written(m.expected),
        ),
    ),
    (lambda m: m.sender == m.truth.output and m.had is not None, _started),
    (lambda m: m.had is not None, _too_early),
    (
        lambda m: _first(m).after is None and m.count > 1 and not m.in_parts,
        lambda m: say(
            "{who} took its step {count} times, and sent something to {whom} each time; "
            "it should do so once.",
            who=m.who,
            count=m.count,
            whom=m.whom,
        ),
    ),
    (
        lambda m: _first(m).after is not None and len(m.steps) > 1,
        lambda m: say(
            "{who} took its step {steps} times and sent {sent} to {whom} in all; it "
            "should send {expected}, once.",
            who=m.who,
            steps=len(m.steps),
            sent=number(m.sent),
            whom=m.whom,
            expected=number(m.expected),
        ),
    ),
    (
        lambda m: len(m.shares) > 1 and near(_first(m).after, m.shares[-1]),
        lambda m: say(
            "{who} uses {whom} in {shares} places, and only the share of the last one, "
            "{last}, is left in {whom}; together it should be {together}.",
            who=m.who,
            whom=m.whom,
            shares=len(m.shares),
            last=number(m.shares[-1]),
            together=_told((_first(m).before or 0.0) + m.expected),
        ),
    ),
    (
        lambda m: bool(_first(m).before) and near(_first(m).after, m.expected),
        lambda m: say(
            "{who} sent {expected} to {whom}, and that replaced the {before} which "
            "{whom} had already received; together it should be {together}.",
            who=m.who,
            expected=number(m.expected),
            whom=m.whom,
            before=_told(_first(m).before),
            together=_told((_first(m).before or 0.0) + m.expected),
        ),
    ),
    (lambda m: True, _by_rule),
)


def said_of(message: Message) -> str:
    """Say in a sentence what is wrong with a message that is."""
    return next(sentence(message) for fits, sentence in WAYS if fits(message))
