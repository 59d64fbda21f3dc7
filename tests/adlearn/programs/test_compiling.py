"""What `compile` promises: the numbers of the function itself, whatever changes between calls."""

from __future__ import annotations

import threading
import types
import warnings

import numpy as np
import pytest

import adlearn as ad
import adlearn.numpy as anp
from adlearn.derivatives.containers import leaves_of


def same(found, expected, tolerance=1e-12):
    found, expected = leaves_of(found)[0], leaves_of(expected)[0]
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        assert type(a) is type(b)
        assert np.shape(a) == np.shape(b)
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def ran(compiled):
    """How many calls a program has answered."""
    return sum(version.calls for version in compiled.versions)


X = np.array([[1.0, 2.0], [3.0, 5.0], [-1.0, 0.5]])
rate = 0.5


def test_other_numbers_run_the_program():
    f = ad.value_and_grad(lambda w: np.sum(np.tanh(w) ** 2))
    compiled = ad.compile(f)
    for scale in (1.0, -2.0, 0.3):
        same(compiled(scale * np.arange(3.0)), f(scale * np.arange(3.0)))
    assert ran(compiled) == 2


@pytest.mark.parametrize(
    "other",
    [
        np.ones(4),
        np.ones((3, 1)),
        np.ones(3, np.float32),
        np.ones(3, complex),
        np.ones(3, int),
        2.0,
        np.float64(2.0),
        {"x": np.ones(3)},
    ],
)
def test_other_shapes_dtypes_and_kinds_are_traced_again_and_kept(other):
    def f(x):
        x = x["x"] if isinstance(x, dict) else x
        return anp.asarray(x * 2.0 + x)

    compiled = ad.compile(f)
    first = np.arange(3.0)
    for x in (first, other, first, other):
        same(compiled(x), f(x))
    assert len(compiled.versions) == 2
    assert ran(compiled) == 2


def test_a_branch_that_goes_the_other_way_is_another_program():
    def f(x):
        total = np.sum(x)
        if total > 10.0:
            return np.log(total) * x
        while total < 1.0:
            total = total * 2.0 + 0.1
        return x * total

    compiled = ad.compile(f)
    for scale in (1.0, 10.0, 0.01, 1.0, 10.0, 0.01):
        same(compiled(scale * np.ones(3)), f(scale * np.ones(3)))
    assert ran(compiled) == 3
    assert "went the other way in `test_compiling.py" in compiled.explain()


def test_whole_numbers_texts_and_truths_are_part_of_the_program():
    def f(x, power, name, flag=False):
        return (x**power if name == "power" else x) * (2.0 if flag else 1.0)

    compiled = ad.compile(f)
    x = np.arange(1.0, 4.0)
    for arguments in ((2, "power"), (3, "power"), (2, "same"), (2, "power", True)):
        same(compiled(x, *arguments), f(x, *arguments))
        same(compiled(x, *arguments), f(x, *arguments))
    same(compiled(x, name="power", power=2), f(x, 2, "power"))
    assert ran(compiled) == 4


def test_a_data_dependent_loop_that_never_ends_twice_the_same_way_is_left_alone():
    def f(x):
        count = 0
        while np.sum(x) > 1.0:
            x, count = x / 2.0, count + 1
        return x + count

    compiled = ad.compile(f, most=3)
    for power in range(12):
        same(compiled(np.full(2, 2.0**power)), f(np.full(2, 2.0**power)))
    assert len(compiled.versions) == 3
    assert "No more than 3 programs" in compiled.explain()


def test_an_array_outside_may_change_or_be_another_one():
    data = np.arange(6.0).reshape(3, 2)

    @ad.compile
    def loss(w):
        return np.sum((data @ w) ** 2)

    w = np.array([1.0, -2.0])
    for change in (0.0, 5.0, -1.0):
        data[0, 0] = change
        same(loss(w), np.sum((data @ w) ** 2))
    data = np.ones((3, 2))
    same(loss(w), np.sum((data @ w) ** 2))
    assert ran(loss) == 3
    data = np.ones((4, 2))
    same(loss(w), np.sum((data @ w) ** 2))
    assert len(loss.versions) == 2


def test_rows_of_an_array_outside_are_chosen_by_an_argument():
    def loss(w, i):
        return np.mean((X[i] @ w - 1.0) ** 2)

    compiled = ad.compile(ad.grad(loss))
    for i in ([0, 1], [2, 2], [1, 0]):
        i, w = np.array(i), np.array([0.5, 1.5])
        same(compiled(w, i), ad.grad(loss)(w, i))
    assert ran(compiled) == 2


def test_a_number_outside_that_changes_is_noticed():
    global rate
    compiled = ad.compile(lambda w: w - rate * np.tanh(w))
    w = np.ones(2)
    for now in (0.5, 0.25, 0.5):
        rate = now
        same(compiled(w), w - now * np.tanh(w))
    rate = 0.5
    assert "rate, which the function uses, has changed" in compiled.explain()


def test_a_function_that_it_calls_is_another_one():
    twice = times_two
    compiled = ad.compile(lambda x: twice(x) + 1.0)
    same(compiled(np.ones(2)), np.full(2, 3.0))

    twice = square_root_times

    same(compiled(np.ones(2)), np.full(2, 21.0))


def times_two(x):
    return 2.0 * x


def square_root_times(x):
    return 20.0 * np.sqrt(x)


def test_arrays_in_lists_and_defaults_outside_are_compared():
    layers = [np.ones(2), {"b": np.zeros(2)}]
    compiled = ad.compile(lambda x, c=X[0] * 0.0 + 1.0: x * layers[0] + layers[1]["b"] + c)
    same(compiled(np.ones(2)), np.full(2, 2.0))
    layers[1]["b"][0] = 5.0
    same(compiled(np.ones(2)), np.array([7.0, 2.0]))
    layers[0] = np.full(2, 3.0)
    same(compiled(np.ones(2)), np.array([9.0, 4.0]))


def test_random_draws_are_not_frozen():
    generator = np.random.default_rng(0)
    for draw in (np.random.normal, generator.normal):  # noqa: NPY002
        compiled = ad.compile(lambda x, draw=draw, of=generator: x * draw())
        first, second = compiled(np.ones(1)), compiled(np.ones(1))
        assert first != second
        assert "random numbers were drawn" in compiled.explain()


class Settings:
    rate = 0.1


class Scale:
    def __init__(self, by):
        self.by = by

    def __call__(self, x):
        return self.by * x

    @ad.compile
    def method(self, x):
        return self.by * x


def with_default(x, *, factors=[2.0]):  # noqa: B006  it is changed on purpose
    return x * factors[0]


def with_number(x, *, factor=2.0):
    return x * factor


def change_number():
    with_number.__kwdefaults__["factor"] += 1.0


TREE = {"layers": [{"w": 1.0}], "names": ["a"]}


def change_tree():
    TREE["layers"][0] = {"w": TREE["layers"][0]["w"] + 1.0}


@pytest.mark.parametrize(
    ("f", "change"),
    [
        (lambda x: x * TREE["layers"][0]["w"], change_tree),
        (with_number, change_number),
        (lambda x: x * len(TREE["names"]), lambda: TREE["names"].append("b")),
        (lambda x: x * Settings.rate, lambda: setattr(Settings, "rate", Settings.rate + 1.0)),
        (with_default, lambda: with_default.__kwdefaults__["factors"].__setitem__(0, 9.0)),
    ],
)
def test_what_is_held_outside_may_change(f, change):
    compiled = ad.compile(f)
    for _ in range(3):
        same(compiled(1.5), f(1.5))
        same(compiled(1.5), f(1.5))
        change()
    assert ran(compiled)


def test_attributes_of_objects_may_change():
    scale = Scale(2.0)
    compiled = ad.compile(scale)
    for by in (2.0, 3.0):
        scale.by = by
        for _ in range(2):
            assert compiled(1.5) == by * 1.5
            assert scale.method(1.5) == by * 1.5


def test_a_function_that_keeps_a_state_runs_as_it_is():
    calls = []
    compiled = ad.compile(lambda x: (calls.append(1), x * len(calls))[1])
    assert np.diff([compiled(1.0) for _ in range(4)]).min() >= 1.0
    assert "keeps a state" in compiled.explain()
    text = ad.compile(lambda x: f"{x:.1f}")
    assert [text(1.0), text(2.0), text(3.0)] == ["1.0", "2.0", "3.0"]
    drawn = ad.compile(lambda x: x * np.random.default_rng().normal())
    assert len({drawn(1.0) for _ in range(4)}) == 4


def test_an_array_that_is_filled_again_and_again_is_what_it_was():
    def f(x):
        buffer, total = np.zeros(2), 0.0
        for number in (1.0, 2.0):
            buffer[:] = number
            total = total + np.sum(x * buffer)
        return total

    compiled = ad.compile(f)
    assert [compiled(np.ones(2)) for _ in range(3)] == [6.0] * 3


@pytest.mark.parametrize(
    "f",
    [
        lambda x: x**2.0,
        lambda x: -x * -2.0,
        lambda x: 5.0 - (-x),
        lambda x: (x * 100) * 2.0,
        lambda x: x * x,
    ],
)
@pytest.mark.parametrize("kind", [np.uint8, np.int8, bool, np.int64, np.float32])
def test_simplification_knows_whole_numbers(f, kind):
    x = np.array([1, 100, 0]).astype(kind)
    if kind is bool and f(np.ones(1)).item() in (2.0, 6.0):
        return  # NumPy has no minus of truths
    compiled = ad.compile(f)
    for _ in range(3):
        found = compiled(x)
        assert found.dtype == f(x).dtype
        np.testing.assert_array_equal(found, f(x))


def test_numbers_of_pythons_and_their_precision():
    lower = np.array([0.5], np.float32)
    step = ad.compile(lambda x, rate: x - rate * x)
    assert [step(lower, 0.1).dtype for _ in range(3)] == [np.float32] * 3
    root, inverse = ad.compile(lambda x: x**0.5), ad.compile(lambda x: 1 / x)
    assert [root(4.0), root(9.0), root(-4.0)] == [2.0, 3.0, (-4.0) ** 0.5]
    assert [type(inverse(4.0)), type(inverse(2.0))] == [float, float]
    with pytest.raises(ZeroDivisionError):
        inverse(0.0)
    signed = ad.compile(lambda z: 1 / (z + 0.0))
    with np.errstate(divide="ignore"):
        assert [signed(np.array([-0.0]))[0] for _ in range(3)] == [np.inf] * 3


def test_classes_are_those_of_what_is_passed():
    def f(x):
        if isinstance(x, np.ndarray):
            return x * 2.0
        return x * 3.0 if type(x) is float else x

    compiled = ad.compile(f)
    for x in (np.ones(2), 1.5, np.ones(2), 1.5, np.ones(2), 1.5):
        same(compiled(x), f(x))


def test_what_a_function_does_to_its_arguments_is_done():
    compiled = ad.compile(lambda items: (items.append(2.0), items[0] * 2.0)[1])
    items = [1.0]
    assert compiled(items) == 2.0 and compiled(items) == 2.0
    assert items == [1.0, 2.0, 2.0]
    holder = ad.compile(lambda x: types.SimpleNamespace(double=x * 2.0))
    assert holder(3.0).double == 6.0
    assert "SimpleNamespace" in holder.explain()


def test_keywords_have_an_order():
    compiled = ad.compile(lambda **given: [x * 1.0 for x in given.values()])
    for _ in range(2):
        assert compiled(a=1.0, b=2.0) == [1.0, 2.0]
        assert compiled(b=2.0, a=1.0) == [2.0, 1.0]


def test_what_cannot_be_traced_runs_as_it_is_and_says_why():
    def f(x):
        return x * float(np.sum(x))

    compiled = ad.compile(f)
    for x in (np.ones(2), np.arange(3.0)):
        same(compiled(x), f(x))
    assert not compiled.versions
    assert "float() takes a plain number" in compiled.explain()


def test_a_function_that_changes_its_argument_does():
    def f(x):
        x += 1.0
        return np.sum(x)

    x = np.zeros(2)
    compiled = ad.compile(f)
    assert compiled(x) == 2.0 and compiled(x) == 4.0
    np.testing.assert_array_equal(x, [2.0, 2.0])


def test_an_error_of_the_function_is_its_own():
    def f(x, n):
        if n == 0:
            raise KeyError("nothing to do")
        return np.linalg.inv(x)

    compiled = ad.compile(f)
    same(compiled(np.eye(2) * 2.0, 1), np.eye(2) / 2.0)
    with pytest.raises(KeyError, match="nothing to do"):
        compiled(np.eye(2), 0)
    with pytest.raises(np.linalg.LinAlgError):
        compiled(np.zeros((2, 2)), 1)
    same(compiled(np.eye(2) * 4.0, 1), np.eye(2) / 4.0)


def test_outputs_that_are_no_arrays_and_their_containers():
    def f(p):
        return {"w": p["w"] * 2.0, "name": "twice", "n": 3, "rest": (p["b"], None, [p["b"]])}

    compiled = ad.compile(f)
    for b in (1.0, 2.0):
        p = {"w": np.ones(2), "b": b}
        found = compiled(p)
        assert found.keys() == f(p).keys()
        assert found["name"] == "twice" and found["n"] == 3
        assert found["rest"] == (b, None, [b])
    assert ran(compiled) == 1


def test_results_are_the_callers_own():
    compiled = ad.compile(lambda x: (x, x.T, x[0], np.zeros(2)))
    x = np.arange(4.0).reshape(2, 2)
    compiled(x)
    for part in compiled(x):
        part += 100.0
    np.testing.assert_array_equal(x, np.arange(4.0).reshape(2, 2))
    same(compiled(x), (x, x.T, x[0], np.zeros(2)))


def test_where_a_number_is_nan_the_engine_looks_for_another_way():
    def f(x):
        return np.sum(np.where(x > 0, np.sqrt(x), 0.0) + np.sqrt(x) ** 2)

    compiled = ad.compile(ad.grad(f))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for x in (np.array([1.0, 4.0]), np.array([0.0, 4.0]), np.array([1.0, 2.0])):
            same(compiled(x), ad.grad(f)(x))


def test_no_value_no_derivative():
    compiled = ad.compile(ad.grad(lambda x: np.log(x) + 0.0 * x))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert compiled(2.0) == 0.5
        assert np.isnan(compiled(-1.0)) and np.isnan(ad.grad(np.log)(-1.0))


def test_warnings_are_those_of_the_function():
    f = ad.value_and_grad(lambda x: np.sum(np.log(x)))
    compiled = ad.compile(f)
    compiled(np.ones(2))
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        compiled(np.array([0.0, 1.0]))
    quiet = ad.compile(ad.grad(lambda x: np.sum(np.sqrt(x))))
    quiet(np.ones(2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_array_equal(quiet(np.array([0.0, 4.0])), [np.inf, 0.25])
    assert ran(quiet) == 1


def test_inside_of_a_derivative_it_is_the_function():
    @ad.compile
    def cube(x):
        return x**3

    cube(2.0)
    assert ad.grad(cube)(2.0) == 12.0
    assert ad.grad(ad.compile(ad.grad(cube)))(2.0) == 12.0
    x = ad.tensor([1.0, 2.0])
    np.sum(cube(x)).backward()
    np.testing.assert_allclose(x.grad, [3.0, 12.0])


def test_a_compiled_function_may_be_part_of_another():
    square = ad.compile(lambda x: x * x)
    square(np.ones(2))
    compiled = ad.compile(lambda x: np.sum(square(x)) + 1.0)
    for x in (np.ones(2), np.arange(2.0)):
        same(compiled(x), np.sum(x * x) + 1.0)
    assert ran(compiled) == 1


def test_threads_call_one_function():
    compiled = ad.compile(ad.grad(lambda x: np.sum(np.sin(x) * x)))
    expected = {
        n: np.sin(np.arange(n) * 1.0) + np.arange(n) * np.cos(np.arange(n)) for n in range(1, 6)
    }
    wrong = []

    def call():
        for _ in range(30):
            for n, answer in expected.items():
                if not np.allclose(compiled(np.arange(n) * 1.0), answer):
                    wrong.append(n)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_methods_are_compiled_for_each_object():
    class Scale:
        def __init__(self, by):
            self.by = by

        @ad.compile
        def of(self, x):
            return self.by * x

    assert Scale(2.0).of(3.0) == 6.0
    assert Scale(5.0).of(3.0) == 15.0


def test_numbers_of_pythons_run_with_math():
    f = ad.grad(lambda a, b: -ad.log(5.0 * b + a) * ad.sin(a) ** 2, (0, 1))
    compiled = ad.compile(f, numbers=True)
    for a, b in ((5.0, 2.0), (0.5, 1.0), (3.0, 0.1)):
        same(compiled(a, b), f(a, b))
    assert ran(compiled) == 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        np.testing.assert_equal(compiled(-20.0, 1.0), f(-20.0, 1.0))


def test_a_power_that_is_no_real_number_is_left_to_the_function():
    f = ad.grad(lambda x: x**1.5)
    compiled = ad.compile(f, numbers=True)
    compiled(2.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.testing.assert_equal(compiled(-2.0), f(-2.0))


def test_explain_says_what_was_traced_and_when_it_pays():
    compiled = ad.compile(ad.grad(lambda w, x: np.mean(np.tanh(x @ w) ** 2)))
    x = np.ones((5, 3))
    compiled(np.ones(3), x)
    compiled(np.zeros(3), x)
    said = compiled.explain()
    assert "1 program, 2 calls, 1 of them by a program" in said
    assert "w: array of float64 of shape (3,)" in said.replace("an array", "array")
    assert "it pays from call" in said


def test_it_is_named_like_the_function():
    def f(x):
        """What f does."""
        return x

    compiled = ad.compile(f)
    assert compiled.__name__ == "f" and compiled.__doc__ == "What f does."
