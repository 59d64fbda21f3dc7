"""Every function that a traced value can meet, called in every way, keeps what every call promises.

Which calls there are follows from the functions and their signatures. A part of them is asked here,
always the same; `python -m tests.adlearn.calls` asks all.
"""

from __future__ import annotations

from itertools import islice

import pytest
from calls.functions import functions
from calls.making import calls_of, not_drawn
from calls.settings import Setting
from calls.table import asked_calls, unexplained

from adlearn.scipy.counts import COUNTS
from adlearn.scipy.densities import DENSITIES

#: The first call of each function and every sixth after it: in ten seconds. Distributions whose
#: methods are made by one maker are asked by `python -m tests.adlearn.calls` alone: SciPy's own
#: methods are slow.
EVERY = 6
BY_ONE_MAKER = {*DENSITIES, *COUNTS} - {"poisson"}
FUNCTIONS = [
    f for f in functions() if f.family != "scipy stats" or f.name.split(".")[2] not in BY_ONE_MAKER
]


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


def test_functions_keep_their_promises_where_elements_are_equal():
    equal = Setting((2, 3), content="ties")
    rows = [asked_calls(f, islice(calls_of(f, [equal]), 0, None, EVERY)) for f in FUNCTIONS]
    assert "\n".join(unexplained(rows)) == ""
