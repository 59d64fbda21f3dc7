"""The students' language: every sentence that they read is looked up in one table.

The English sentence is the key, as gettext has it. Code writes

    say("The gradient of {name} is {value}.", name="a", value=3)

and gets the sentence of the language that is spoken; where that has none, the English one. Tables
are PO files, which translators' tools read, compiled to MO files, which Python reads: ours beside
this file, a pack's in its folder ``language``, a course's wherever it keeps them.
"""

from autograder.language.speech import (
    ENGLISH,
    Language,
    in_english,
    joined,
    listed,
    pattern,
    say,
    say_many,
    speaking,
    spoken,
    template,
)

__all__ = [
    "ENGLISH",
    "Language",
    "in_english",
    "joined",
    "listed",
    "pattern",
    "say",
    "say_many",
    "speaking",
    "spoken",
    "template",
]
