"""No name of ours meets one of the user's, and constants are kept once, as they were."""

import numpy as np
import pytest

import adlearn as ad
import adlearn.numpy as anp

LARGE = np.linspace(0.0, 1.0, 2000)
SMALL = np.linspace(0.0, 1.0, 50)


def run(page, *args):
    """Run the file of a program; it is the last thing that is defined there."""
    names: dict = {}
    exec(page.source, names)
    return list(names.values())[-1](*args)


def written(text, name="f", **outside):
    """Make a function of a text, with what it finds around it."""
    outside = {"np": np, "anp": anp, **outside}
    exec(text, outside)
    return outside[name]


def same(found, wanted):
    np.testing.assert_allclose(found, wanted, rtol=1e-14, strict=True)


@pytest.mark.parametrize(
    "name", ["constant_1", "data_1", "np", "scipy", "math", "t1", "norm", "functools", "print"]
)
def test_a_parameter_may_be_called_as_something_of_the_file(name):
    text = f"""
def f({name}, other):
    two = anp.linalg.norm({name} * np_array) * other
    return two + anp.linalg.norm({name}[:3])
"""
    text = text.replace("np_array", "fixed[0]")
    f = written(text, fixed=[SMALL, LARGE])
    args = np.linspace(1, 2, 50), 2.0
    same(run(ad.program(f)(*args), *args), f(*args))


@pytest.mark.parametrize("name", ["constant_1", "data_1", "t1", "t2", "scipy", "functools"])
def test_a_local_name_may_be_as_something_of_the_file(name):
    text = f"""
def f(x):
    {name} = np.sin(x * fixed[0]) + np.cos(x)
    return {name} * anp.linalg.norm({name}) - fixed[0] * {name}
"""
    for array in (SMALL, LARGE):
        f = written(text, fixed=[array])
        page = ad.program(f)(array + 1)
        data = (array,) if array is LARGE else ()
        same(run(page, array + 1, *data), f(array + 1))


def test_what_is_in_a_dictionary_may_be_called_as_the_dictionary():
    def f(x, y):
        return x["x"] * x["y"] - y

    args = {"x": 2.0, "y": 3.0}, 1.0
    assert run(ad.program(f)(*args), *args) == f(*args)


def test_a_function_that_is_called_as_a_rule_does_not_call_itself():
    f = written("def norm(x): return anp.linalg.norm(x)", "norm")
    x = np.array([1.0, 2.0])
    same(run(ad.program(f)(x), x), f(x))


def test_each_call_gives_a_constant_of_its_own():
    names: dict = {}
    fixed = [SMALL]
    exec(ad.program(lambda x: (x * 2.0, fixed[0]))(1.0).source, names)
    answers = [list(names.values())[-1](1.0)[1] for _ in range(2)]
    same(answers[0], SMALL)
    assert not np.shares_memory(*answers)


def test_a_constant_that_is_used_often_is_kept_once():
    large = [LARGE.copy()]

    def f(x):
        for _ in range(3):
            x = np.sin(x * large[0]) + np.sin(LARGE * large[0])
        return x

    page = ad.program(f)(LARGE)
    assert page.source.count("sin(") == 4  # that of the two constants is no line of the program
    constants = {
        id(x)
        for line in page.lines
        for x in line.args
        if isinstance(x, np.ndarray) and x.size > 1000
    }
    assert len(page._recording.inputs) + len(constants) <= 3


def test_a_constant_is_as_it_was_when_it_was_used():
    def f(x):
        c = np.ones(3)
        y = x * c
        c[:] = 2.0
        return y * c

    x = np.arange(3.0)
    same(ad.program(f)(x)(x), f(x))
    same(run(ad.program(f)(x), x), f(x))


def test_a_view_that_cannot_be_written_into_is_taken_as_it_was_too():
    def f(x):
        c = np.ones(3)
        view = np.broadcast_to(c, (2, 3))
        y = x * view
        c[:] = 2.0
        return y + view

    x = np.arange(3.0)
    same(ad.program(f)(x)(x), f(x))


def test_an_array_from_outside_is_called_as_there():
    holder = [1.0]
    weights = LARGE.copy()

    def f(x):
        if weights[0] > 1:
            return x
        return np.sin(x * weights) * holder[0]

    page = ad.program(f)(LARGE)
    assert "def f(x, weights):" in page.source
    same(run(page, LARGE, weights), f(LARGE))


@pytest.mark.parametrize("given", [{"b": 3.0, "a": 2.0}, {"a": 2.0, "b": 3.0}])
def test_a_program_takes_positions_and_keywords_as_the_function_does(given):
    def f(a, b, c=1.0):
        return 100.0 * a + 10.0 * b + c

    page = ad.program(f)(**given)
    assert page(7.0, 1.0) == page(b=1.0, a=7.0) == page(7.0, b=1.0) == f(7.0, 1.0)
    assert run(page, 7.0, 1.0) == f(7.0, 1.0)
    page = ad.program(f)(1.0, c=5.0, b=2.0)
    assert page(1.0, 2.0, 7.0) == f(1.0, 2.0, 7.0)
    page = ad.program(f)(1.0, c=5.0, b=2.0)
    for args, kwargs in [((1.0, 2.0), {"b": 3.0}), ((1.0,), {}), ((1.0, 2.0), {"d": 3.0})]:
        with pytest.raises(ad.NotTraceable, match="was written down for a, b, c"):
            page(*args, **kwargs)


def test_a_program_says_that_something_outside_has_changed():
    rate = 0.5

    def f(x):
        return x * rate

    page = ad.program(f)(2.0)
    assert page(3.0) == 1.5
    rate = 0.25
    with pytest.raises(ad.NotTraceable, match="rate, which the function uses, has changed"):
        page(3.0)


@pytest.mark.parametrize(
    "make",
    [
        lambda: np.int64(3),
        lambda: np.bool_(True),
        lambda: np.dtype("f4"),
        lambda: range(3),
        lambda: slice(0, 2),
        lambda: np.array(["a", "b"]),
        lambda: np.array([1, 2]),
        lambda: "text"[:3] + "s",
    ],
)
def test_a_program_fits_arguments_that_say_the_same(make):
    for options in ({}, {"numbers": True}):
        f = ad.compile(lambda x, given: x * len(str(given)), **options)
        for _ in range(3):
            f(2.0, make())
        calls = [version.calls for version in f.versions]
        assert not calls or sum(calls) == 2, f.explain()


def test_an_array_that_a_program_of_numbers_was_for_may_not_change():
    f = ad.compile(lambda x, powers: x ** int(powers[1]), numbers=True)
    powers = np.array([1, 2])
    assert [f(3.0, powers), f(3.0, powers), f(3.0, powers.copy())] == [9.0] * 3
    powers[1] = 3
    assert f(3.0, powers) == 27.0
    assert f(3.0, np.array([1, 2], dtype=np.int32)) == 9.0
