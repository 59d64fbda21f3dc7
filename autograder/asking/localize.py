"""Where did it go wrong first? One program, followed value by value beside the right answers.

Backward, the values are looked at from the output to the inputs: all who send to a value come
before it. So the first message that is wrong is a mistake and not the consequence of one. Nothing
here knows whether the values are numbers or arrays: the `Truth` of a program does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.asking.comparing import Difference, difference, written
from autograder.asking.messages import Message, Sent, missing, said_of
from autograder.asking.place import Truth
from autograder.language import joined, say, template


def find_value(truth: Truth, gave: Mapping[str, Any]) -> dict[str, Any] | None:
    """Find the first value that is wrong.

    Parameters
    ----------
    truth : Truth
    gave : mapping
        The submission's own values, by name.

    Returns
    -------
    dict or None
        The place, as `Truth.found` gives it.
    """
    if len(truth.steps) == 1:
        return None  # nothing to look for
    for step in truth.steps:
        wrong = difference(gave.get(step.name), truth.values[step.name])
        if step.name in gave and wrong:
            return truth.found(
                say(
                    "The first value that is wrong is {name}: it is {yours}{at} and should be "
                    "{right}.",
                    name=truth.label(step.name),
                    yours=wrong.yours,
                    at=wrong.at,
                    right=wrong.right,
                ),
                "value",
                gave,
                truth.values,
                step.name,
            )
    return None


def find_backward(
    truth: Truth, sent: Sequence[Sent], gradients: Mapping[str, Any], watched: bool = True
) -> dict[str, Any] | None:
    """Find the first message between two values that is wrong, from the output on.

    Parameters
    ----------
    truth : Truth
    sent : sequence of Sent
        Everything that was sent, in order.
    gradients : mapping
        The submission's gradients in the end, by name.
    watched : bool
        Whether the submission's walk could be watched at all.

    Returns
    -------
    dict or None
        The place, as `Truth.found` gives it.
    """
    messages = (
        Message(truth, sent, step.name, parent)
        for step in reversed(truth.steps)
        for parent in truth.messages[step.name]
        if watched
    )
    wrong = next((message for message in messages if message.wrong), None)
    if wrong is None:
        return _by_gradients(truth, gradients, watched, any(s.after is None for s in sent))
    return truth.found(
        _sentence(said_of(wrong), truth),
        "gradient",
        gradients,
        truth.adjoints,
        wrong.sender,
        (wrong.sender, wrong.parent),
        wrong.sent,
        wrong.expected,
    )


def find_sent(truth: Truth, sent: Sequence[Sent]) -> str:
    """Say which of the messages that were sent is wrong first; empty if none of them is.

    Where a walk broke off, those that were not sent are no mistake.
    """
    for step in reversed(truth.steps):
        for parent in truth.messages[step.name]:
            message = Message(truth, sent, step.name, parent)
            if message.steps and message.wrong:
                return _sentence(said_of(message), truth)
    return ""


def _by_gradients(
    truth: Truth, gradients: Mapping[str, Any], watched: bool, unread: bool
) -> dict[str, Any] | None:
    """Find the first value that ended with a wrong gradient, though all messages are right.

    That is so where no step was watched, or gradients were changed afterwards. With `unread`, what
    became of a message at its parent was not seen.
    """
    for name in [step.name for step in reversed(truth.steps)] + list(truth.inputs):
        if name not in gradients:
            continue
        wrong = difference(gradients[name], truth.adjoints[name])
        if wrong is None or (gradients[name] is None and not truth.users[name]):
            continue
        shares = [
            say(
                "{share} from {user}",
                share=_entry(truth.messages[user][name], wrong),
                user=truth.label(user),
            )
            for user in truth.users[name]
        ]
        seen = all(step.name in gradients for step in truth.steps)
        text = say(
            _FIRST[seen, bool(shares)],
            name=truth.label(name),
            yours=wrong.yours,
            at=wrong.at,
            right=wrong.right,
            shares=joined(shares),
        )
        lost = missing(truth, name, gradients[name]) if unread else ""
        if lost:
            text += f" {lost[0].upper()}{lost[1:]}"
        elif watched:
            text += " " + say(SET_OTHERWISE)
        return truth.found(text, "gradient", gradients, truth.adjoints, name)
    return None


#: What is said of a gradient that is wrong though all messages are right.
SET_OTHERWISE = template("What was sent to it was right; something else has set it.")

#: Whether all gradients were seen, and whether anybody uses the value, to what is said of it.
_FIRST: dict[tuple[bool, bool], str] = {
    (True, True): template(
        "The first gradient that is wrong, from the result on, is that of {name}: it is "
        "{yours}{at} and should be {right}, which is {shares}."
    ),
    (True, False): template(
        "The first gradient that is wrong, from the result on, is that of {name}: it is "
        "{yours}{at} and should be {right}."
    ),
    (False, True): template(
        "One gradient that is wrong is that of {name}: it is {yours}{at} and should be {right}, "
        "which is {shares}."
    ),
    (False, False): template(
        "One gradient that is wrong is that of {name}: it is {yours}{at} and should be {right}."
    ),
}


def _entry(message: Any, wrong: Difference) -> str:
    """Write a number, or the entry of an array that is spoken of."""
    return written(message[wrong.index].item() if wrong.index else message)


def _sentence(text: str, truth: Truth) -> str:
    """Begin a sentence about arrays with a capital letter, where it speaks of the result."""
    return text if truth.partials else text[0].upper() + text[1:]
