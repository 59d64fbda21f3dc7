"""Q2, the tracer: what a primitive notes, with one box, with several, with traces in traces."""

import pytest
from hypothesis import strategies as st

from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.programs import program
from autograder.asking.cases import for_all
from autograder.asking.tracers.engine import CALCULUS, TABLE, A, B
from autograder.asking.tracers.functions import TracerEngine, assert_nested
from autograder.asking.tracers.notes import assert_noted, assert_replayed

#: Boxes around two or three arguments, of one trace.
SEVERAL = (
    ((2.0, 3.0), ((1,), (1,))),
    ((2.0, 3.0), ((1,), ())),
    ((2.0, 3.0), ((), (1,))),
    ((2.0, 2.0), ((1,), 0)),
    ((2.0, 3.0, 5.0), ((1,), (), (1,))),
    ((2.0, 3.0, 5.0), ((), (2,), (2,))),
    ((2.0, 3.0, 2.0), ((1,), (1,), 0)),
)
#: Boxes of several traces.
LEVELS = (
    ((2.0, 3.0), ((2,), (1,))),
    ((2.0, 3.0), ((1,), (2,))),
    ((2.0, 3.0), ((1, 2), ())),
    ((2.0, 3.0), ((1, 2), (1,))),
    ((2.0, 3.0), ((1,), (1, 2))),
    ((2.0, 3.0, 5.0), ((1,), (2,), (3,))),
    ((2.0, 3.0, 5.0), ((3,), (), (1, 3))),
    ((2.0, 3.0), ((1, 2, 4), (2,))),
    ((2.0, 2.0), ((1, 2), 0)),
    ((2.0, 3.0, 2.0), ((1, 3), (2,), 0)),
)


@st.composite
def any_layers(draw):
    """Draw arguments, and boxes around them of traces that grow outwards."""
    count = draw(st.integers(1, 4))
    traces = st.lists(st.integers(1, 4), max_size=3, unique=True).map(sorted)
    layers = [tuple(draw(traces)) for _ in range(count)]
    if not any(layers):
        layers[0] = (1,)
    return tuple(2.0 + i for i in range(count)), tuple(layers)


@pytest.mark.points(2, cell="q2-primitive")
def test_primitive(submission):
    """A primitive computes what its function does, and makes a node of it where it gets a box."""
    assert_noted(submission, (2.0,), ((1,),))
    assert_noted(submission, (-1.5,), ((3,),), {"scale": 3.0})


@pytest.mark.hidden
@pytest.mark.points(3, cell="q2-primitive")
def test_primitive_notes(submission):
    """The notes of a program lead back to its input, and run once more they give its value."""
    assert_noted(submission, (0.5,), ((2,),), {"scale": 3.0})
    engine = TracerEngine(submission)
    assert_replayed(engine, program(TABLE, "a * k", constants={"k": B}, a=A))
    for text in ("np.exp(a)", "v = np.sin(a); w = v * v; np.tanh(w)"):
        assert_replayed(engine, program(TABLE, text, a=A))
    drawn = array_programs(TABLE, CALCULUS, inputs=1, steps=4)
    for_all(lambda one: assert_replayed(engine, one), drawn, examples=8)


@pytest.mark.points(2, cell="q2-several")
def test_several_boxes(submission):
    """With several boxes, a node has the place and the node of each, in order."""
    for args, layers in SEVERAL[:4]:
        assert_noted(submission, args, layers)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-several")
def test_several_boxes_anywhere(submission):
    """Boxes at any place, one box twice, plain values between them, and keywords."""
    for args, layers in SEVERAL:
        assert_noted(submission, args, layers)
    assert_noted(submission, *SEVERAL[4], {"scale": -2.0})


@pytest.mark.points(2, cell="q2-levels")
def test_levels(submission):
    """The latest trace takes out its own boxes, and leaves those of earlier traces."""
    for args, layers in LEVELS[:4]:
        assert_noted(submission, args, layers)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q2-levels")
def test_levels_anywhere(submission):
    """Boxes of any traces in any order, and a derivative within a derivative."""
    for args, layers in LEVELS:
        assert_noted(submission, args, layers)
    for_all(lambda case: assert_noted(submission, *case), any_layers(), examples=10)
    assert_nested(
        submission, "lambda x: grad(lambda x: x * grad(lambda y: x + y)(2.0))(x)", 1.0, 3.0
    )
    assert_nested(
        submission, "lambda x: grad(lambda x: x * grad(lambda y: x * y * y)(x))(x)", 54.0, 3.0
    )
