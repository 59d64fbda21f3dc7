"""What probes tell of odd things, in the language that is spoken.

Probes run in the submission's process, where nothing of ours is: they tell in English, and what
they tell is recognized here.
"""

from __future__ import annotations

import re

from autograder.language import say, template

_TOLD = (
    template("a pair with something of type {kind}"),
    template("a pair that begins with something of type {kind} of shape {shape}"),
    template("a pair that begins with something of type {kind}"),
    template("{kind}, where a function should be"),
    template("what `{maker}(f)` gives is no function, but of type {kind}"),
    template("`{maker}(f)(x)` gives no pair, it is of type {kind}"),
    template("array of other things than numbers"),
    template("list of other things than numbers"),
    template("{kind} of other things than numbers"),
    template("tuple of {count}"),
    template("list of {count}"),
    template("array of {kind}"),
    template("{kind} that holds something of type {inside}"),
)


def in_words(told: str) -> str:
    """Say what a probe told of the kind of something; most often that is the name of a class.

    Examples
    --------
    >>> in_words("a pair with something of type int"), in_words("list")
    ('a pair with something of type int', 'list')
    """
    for sentence in _TOLD:
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(sentence)), told)
        if found:
            return say(sentence, **found.groupdict())
    return told
