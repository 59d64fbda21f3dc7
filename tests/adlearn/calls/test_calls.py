"""Every function that a traced value can meet, called in every way, keeps what every call promises.

Which calls there are follows from the functions and their signatures. A part of them is asked here,
another one after each change of the engine; `python -m tests.adlearn.calls` asks all.
"""

from __future__ import annotations

from itertools import islice

import pytest
from calls.functions import functions
from calls.making import calls_of, not_drawn
from calls.settings import Setting
from calls.table import asked_calls, digest_of_the_engine, survey, unexplained

#: A part takes about ten seconds.
PARTS = 60
FUNCTIONS = functions()


def test_every_parameter_of_every_function_stands_in_a_call():
    missing = {f.name: sorted(names) for f in FUNCTIONS if (names := not_drawn(f))}
    assert not missing, "tests/adlearn/calls/drawings.py has nothing to draw that NumPy accepts"


@pytest.mark.parametrize("family", sorted({f.family for f in FUNCTIONS}))
def test_functions_keep_their_promises_in_a_plain_call(family):
    rows = [
        asked_calls(f, islice(calls_of(f, [setting]), 2))
        for f in FUNCTIONS
        if f.family == family
        for setting in (Setting((2, 3)), Setting((3, 3)))
    ]
    assert "\n".join(unexplained(rows)) == ""


def test_functions_keep_their_promises_in_the_calls_that_are_asked_this_time():
    part = digest_of_the_engine() % PARTS
    failures = "\n".join(unexplained(survey(part=part, parts=PARTS)))
    assert failures == "", f"python -m tests.adlearn.calls --part {part}/{PARTS}"
