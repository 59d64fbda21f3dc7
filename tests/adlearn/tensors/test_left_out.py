"""Where a slope is infinite: what was left out has derivative 0, what was computed is right or nan,
and the modes agree."""

from __future__ import annotations

import itertools
import weakref

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue as Node
from adlearn.tensors.constructors import general
from adlearn.tensors.left_out import MOST

NAN, INF = np.nan, np.inf
MODES = (ad.jacfwd, ad.jacrev)

#: Program, point, first derivative.
PROGRAMS = {
    "a computed zero": (lambda x: np.sqrt(x) ** 2, 0.0, NAN),
    "an exponent too large": (
        lambda x: np.log(np.sum(np.exp(x))),
        np.array([1000.0, 0.0]),
        [NAN, 0.0],
    ),
    "where": (lambda x: np.where(x > 0, np.sqrt(x), 0.0), np.array([0.0, -1.0, 4.0]), [0, 0, 0.25]),
    "behind where": (
        lambda x: np.sqrt(np.where(x > 0, x, 0.0)),
        np.array([0.0, -1.0, 4.0]),
        [0, 0, 0.25],
    ),
    "behind maximum": (lambda x: np.sqrt(np.maximum(x, 0.0)), np.array([-1.0, 4.0]), [0, 0.25]),
    "before maximum": (lambda x: np.maximum(np.sqrt(x), 1.0), np.array([0.0, 4.0]), [0, 0.25]),
    "clip": (lambda x: np.clip(np.sqrt(x), 1.0, 3.0), np.array([0.0, 4.0, 16.0]), [0, 0.25, 0]),
    "relu": (lambda x: np.sqrt(ad.relu(x)), np.array([-1.0, 4.0]), [0.0, 0.25]),
    "max": (
        lambda x: np.max(np.stack([np.sqrt(x), np.ones(2)]), axis=0),
        np.array([0.0, 4.0]),
        [0.0, 0.25],
    ),
    "select": (
        lambda x: np.select([x > 0], [np.log(x)], 0.0),
        np.array([0.0, 4.0]),
        [0.0, 0.25],
    ),
    "each for itself": (np.sqrt, np.array([0.0, 4.0]), [INF, 0.25]),
    "a constant factor": (lambda x: np.sqrt(x * np.array([0.0, 1.0])), np.ones(2), [0.0, 0.5]),
    "a mask": (lambda x: (x > 0) * np.sqrt(x), np.array([0.0, 4.0]), [0.0, 0.25]),
    "hypot": (lambda x: np.hypot(np.sqrt(x), 1.0), np.array([0.0, 4.0]), [NAN, 0.5 / 5**0.5]),
    "a factor 0 of what is undefined": (
        lambda x: np.log(x) * np.array([0.0, 0.0, 1.0]),
        np.array([-1.0, 0.0, 4.0]),
        [NAN, NAN, 0.25],
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_modes_agree_on_what_was_left_out(name):
    f, x, slopes = PROGRAMS[name]
    expected = np.diag(slopes) if np.ndim(slopes) else slopes
    if name == "an exponent too large":
        expected = slopes
    with np.errstate(all="ignore"):
        for mode in MODES:
            np.testing.assert_allclose(mode(f)(x), expected, rtol=1e-12)
        _, tangent = ad.jvp(f, (x,), (np.ones(np.shape(x)),))
        whole = np.sum(expected, axis=-1) if np.ndim(expected) else expected
        np.testing.assert_allclose(tangent, whole, rtol=1e-12)


STEPS = {
    "floor": np.floor,
    "rint": np.rint,
    "trunc": np.trunc,
    "//": lambda x: x // 1.0,
    "of a step": lambda x: 3.0 * np.sign(np.floor(x)),
    "of steps": lambda x: np.floor(x) - 0.0 * np.ceil(x),
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(
    "f", [lambda s, x: np.sqrt(s * x), lambda s, x: np.sqrt(x) * s, lambda s, x: np.log(x * s)]
)
def test_a_step_is_a_constant_factor_for_backward_too(name, f):
    def total(x):
        return np.sum(f(STEPS[name](x), x))

    x = ad.tensor([0.25, 2.5])
    with np.errstate(all="ignore"):
        total(x).backward()
        expected = ad.grad(total)(np.array([0.25, 2.5]))
    np.testing.assert_array_equal(x.grad, expected)
    assert x.grad[0] == 0.0


STRUCTURES = {
    "append": lambda x: np.append(x, 0.0),
    "pad": lambda x: np.pad(x, 1),
    "diag": np.diag,
    "tril": lambda x: np.tril(x * np.ones((2, 1))),
    "concatenate": lambda x: np.concatenate([np.zeros(2), x]),
    "roll": lambda x: np.roll(np.append(x, 0.0), 1),
    "take": lambda x: np.append(x, 0.0)[[0, 2]],
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_zeros_that_were_put_beside_have_no_derivative_however_steep_it_is_there(name):
    def f(x):
        return np.sqrt(STRUCTURES[name](x))

    x = np.array([1.0, 4.0])
    for mode in MODES:
        assert np.isfinite(mode(f)(x)).all()
    np.testing.assert_allclose(ad.jacfwd(f)(x), ad.jacrev(f)(x))
    _, tangent = ad.jvp(f, (x,), (np.ones(2),))
    np.testing.assert_allclose(tangent, np.sum(ad.jacrev(f)(x), axis=-1))


#: Twice differentiable in one way only, by nobody who takes the first slope for 0.
AT_A_KINK = {
    "abs": (lambda x: np.sum(np.abs(x) ** 2), np.array([0.0, 1.0])),
    "norm": (lambda x: np.linalg.norm(x) ** 2, np.zeros(2)),
    "std": (lambda x: np.std(x) ** 2, np.ones(2)),
    "masked std": (lambda x: np.std(x, where=[True, True, False]) ** 2, np.ones(3)),
    "hypot": (lambda x: np.hypot(x[0], x[1]) ** 2, np.zeros(2)),
}


@pytest.mark.parametrize("name", AT_A_KINK)
def test_a_second_derivative_through_a_kink_is_right_or_nan(name):
    f, x = AT_A_KINK[name]
    smooth = {
        "abs": lambda x: np.sum(x**2),
        "norm": lambda x: np.sum(x**2),
        "std": np.var,
        "masked std": lambda x: np.var(x[:2]),
        "hypot": lambda x: np.sum(x**2),
    }[name]
    expected = ad.hessian(smooth)(x)
    for outer, inner in itertools.product(MODES, repeat=2):
        np.testing.assert_array_equal(inner(f)(x), inner(smooth)(x))
        found = outer(inner(f))(x)
        undefined = np.isnan(found)
        assert undefined.any()
        np.testing.assert_allclose(found[~undefined], expected[~undefined], atol=1e-12)


def test_of_one_element_the_deviation_is_0_in_every_order():
    f = lambda x: np.sum(np.std(x, axis=0))  # noqa: E731
    np.testing.assert_array_equal(ad.hessian(f)(np.array([[1.0, 2.0]])), 0.0)
    g = lambda x: np.std(x, where=[True, False])  # noqa: E731
    np.testing.assert_array_equal(ad.hessian(g)(np.array([1.0, 2.0])), 0.0)


@pytest.mark.filterwarnings("ignore::adlearn.IndependentOutputWarning")  # a slope that is nothing
@pytest.mark.parametrize("at", [Node, float])
def test_numbers_tell_the_two_zeros_apart_as_arrays_do(at):
    for differentiate in (ad.grad, ad.derivative):
        assert differentiate(lambda x: ad.sqrt(x // 1.0) + x)(at(0.5)) == 1.0
        assert differentiate(lambda x: ad.sqrt(ad.relu(x)))(at(-1.0)) == 0.0
        assert differentiate(lambda x: ad.relu(x) * 3.0 + ad.relu(x))(at(-1.0)) == 0.0
        assert np.isnan(float(differentiate(lambda x: ad.sqrt(x) ** 2)(at(0.0))))
        for inner in (ad.grad, ad.derivative):
            assert np.isnan(float(differentiate(inner(lambda x: abs(x) ** 2))(at(0.0))))
            assert differentiate(inner(lambda x: ad.relu(x) * x))(at(-1.0)) == 0.0


def test_the_slope_of_what_has_no_part_is_a_plain_number_outside():
    x = Node(-1.0)
    (ad.relu(x) + 0.0).backward()
    assert type(x.grad) is float and (x.grad * x + 1.0).backward() is None
    assert type(ad.grad(ad.relu)(Node(-1.0))) is float


def test_where_a_value_is_undefined_so_is_the_derivative_by_what_it_depends_on_only():
    f = lambda x: np.log(x)  # noqa: E731
    with np.errstate(all="ignore"):
        for mode in MODES:
            np.testing.assert_array_equal(mode(f)(np.array([-1.0, 2.0])), [[NAN, 0.0], [0.0, 0.5]])


def test_a_rule_that_cannot_take_nan_leaves_everything_in():
    picky = ad.general(
        lambda x: x * 1.0,
        [lambda g, ans, x: g if np.isfinite(g).all() else refuse()],
        [lambda v, ans, x: v],
        name="picky",
    )

    def refuse():
        raise ValueError("not finite")

    f = lambda x: np.sum(np.where(x > 0, np.sqrt(picky(x)), 0.0))  # noqa: E731
    with pytest.raises(ValueError, match="not finite"):
        ad.grad(f)(np.array([0.0, 4.0]))
    g = lambda x: np.sum(np.where(x > 0, picky(np.sqrt(x)), 0.0))  # noqa: E731
    assert np.isnan(ad.grad(g)(np.array([0.0, 4.0]))).any()


def test_a_map_that_takes_some_elements_leaves_the_others_out():
    a = np.array([[1.0, 0.0], [4.0, 9.0]])
    for mode in MODES:
        found = mode(lambda a: np.trace(np.sqrt(a)))(a)
        np.testing.assert_allclose(found, [[0.5, 0.0], [0.0, 1.0 / 6.0]])


#: Sums of products of a logarithm and its argument, and what they are without the infinite one.
PRODUCTS = {
    "outer": (lambda x: np.outer(np.log(x), x)[0, 0], lambda x: np.log(x[0]) * x[0]),
    "einsum": (lambda x: np.einsum("i,j,j->ij", np.log(x), x, x)[0], lambda x: np.log(x[0]) * x**2),
    "tensordot": (lambda x: np.tensordot(x, np.log(x), 0)[:, 0], lambda x: np.log(x[0]) * x),
    "matmul": (lambda x: np.log(x)[:, None] @ x[None] @ x, None),
    "a column": (lambda x: (x[:, None] @ np.log(x)[None])[:, 0], lambda x: np.log(x[0]) * x),
    "convolve": (lambda x: np.convolve(np.log(x), x)[0], lambda x: np.log(x[0]) * x[0]),
    "inner": (
        lambda x: np.inner(np.log(x)[:, None], x[:, None])[0],
        lambda x: np.log(x[0]) * x,
    ),
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_an_infinite_factor_of_a_product_that_is_not_used_does_not_count(name):
    f, without = PRODUCTS[name]
    x = np.array([1.5, 0.0])
    with np.errstate(all="ignore"):
        forward, reverse = (mode(f)(x) for mode in MODES)
        np.testing.assert_allclose(forward, reverse, rtol=1e-12)
        if without is None:  # the second element uses it
            assert np.isfinite(reverse[0]).all() and np.isnan(reverse[1, 1])
            return
        np.testing.assert_allclose(reverse, ad.jacrev(without)(x), rtol=1e-12)
        second = ad.jacrev(ad.jacrev(without))(x)
        for outer, inner in itertools.product(MODES, repeat=2):
            np.testing.assert_allclose(outer(inner(f))(x), second, rtol=1e-12)


def test_a_long_program_lets_go_of_its_values_though_marks_wait():
    values, alive = [], []

    def f(x):
        for _ in range(300):
            x = np.flip(x) * 1.0
            values.append(weakref.ref(x.value))
            alive.append(sum(value() is not None for value in values))
        return np.sqrt(x)

    with np.errstate(divide="ignore"):
        found = ad.jacfwd(f)(np.array([0.0, 4.0, 9.0]))
    np.testing.assert_allclose(found, np.diag([np.inf, 0.25, 1.0 / 6.0]))
    assert max(alive) <= MOST + 1


#: Program that uses an array, that array, and what it is filled with before the root is taken.
FILLED_ANEW = {
    "a mask": (lambda x, mask: np.where(mask, x, 0.0), np.array([True, False]), True),
    "an index": (lambda x, index: np.append(x, 0.0)[index], np.array([0, 2]), 0),
    "a factor": (lambda x, factor: x * factor, np.array([1.0, 0.0]), 1.0),
}


@pytest.mark.parametrize("name", FILLED_ANEW)
def test_what_a_program_fills_anew_says_nothing_about_what_was_left_out_before(name):
    use, array, anew = FILLED_ANEW[name]

    def f(x):
        buffer = array.copy()
        used = use(x, buffer)
        buffer[:] = anew
        return np.sqrt(used)

    np.testing.assert_allclose(ad.jacfwd(f)(np.array([4.0, 1.0])), [[0.25, 0.0], [0.0, 0.0]])


#: Factors of every shape that goes with a matrix of two rows and three columns, 0 somewhere.
FACTORS = [
    np.float64(0.0),
    np.array([0.0]),
    np.array([0.0, 1.0, 2.0]),
    np.array([[1.0], [0.0]]),
    np.array([[1.0, 0.0, 1.0]]),
    np.array([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0]]),
]
ANY = np.array([[1.0, 2.0], [0.0, 1.0], [2.0, 0.5]])
#: What a random program is made of: a matrix of two rows and three columns, and a random number.
PIECES = (
    lambda x, k: x * FACTORS[k],
    lambda x, k: x * FACTORS[k],
    lambda x, k: FACTORS[k] * x + x * FACTORS[k - 1],
    lambda x, k: np.where(FACTORS[k] > 0.0, x, 0.5),
    lambda x, k: np.maximum(x, FACTORS[k]),
    lambda x, k: np.sqrt(np.abs(x)),
    lambda x, k: np.sqrt(np.abs(x)),
    lambda x, k: x**2,
    lambda x, k: x.ravel()[::-1].reshape(2, 3),
    lambda x, k: x.T.reshape(2, 3),
    lambda x, k: np.roll(x, 1, k % 2),
    lambda x, k: np.concatenate([x * FACTORS[k], x], 1)[:, k % 4 : k % 4 + 3],
    lambda x, k: np.stack([x, x * FACTORS[k]])[k % 2],
    lambda x, k: x[k % 2] + np.zeros((2, 1)),
    lambda x, k: np.zeros((2, 3)) + x[:, k % 3 : k % 3 + 1],
    lambda x, k: x + np.sum(x, k % 2, keepdims=True),
    lambda x, k: (x @ ANY)[:, [0, k % 2, 1]],
    lambda x, k: np.tril(x) if k % 2 else np.cumsum(x, 1),
)


def test_three_ways_to_a_derivative_agree_on_random_programs_with_masks():
    choose = np.random.default_rng(5)

    def f(x):
        for step, k in program:
            x = PIECES[step](x, k)
        return x

    with np.errstate(all="ignore"):
        for _ in range(300):
            length = choose.integers(2, 6)
            program = choose.integers((len(PIECES), len(FACTORS)), size=(length, 2)).tolist()
            x = choose.integers(-1, 3, (2, 3)) * 1.0
            direction = choose.uniform(0.5, 1.5, (2, 3))
            backward = ad.jacrev(f)(x)
            np.testing.assert_allclose(ad.jacfwd(f)(x), backward, 1e-9, err_msg=str((program, x)))
            tangent = ad.jvp(f, (x,), (direction,))[1]
            plain = ~np.isinf(backward).any((2, 3))  # no two infinities to subtract
            expected = np.tensordot(backward, direction, 2)[plain]
            np.testing.assert_allclose(tangent[plain], expected, 1e-9, 1e-12, str((program, x)))


def test_a_tangent_that_an_outer_derivative_is_by_is_no_zero_of_which_nothing_arrives():
    def pushed(f):
        return lambda t: ad.jvp(f, (0.0,), (t,))[1]

    with np.errstate(all="ignore"):
        for mode in (ad.grad, ad.derivative):
            for f in (np.sqrt, lambda x: np.sqrt(x) ** 2, lambda x: np.sqrt(x) * np.sqrt(x)):
                assert not np.isfinite(mode(pushed(f))(0.0))
            assert mode(pushed(lambda x: np.where(x > 0.0, np.sqrt(x), 0.0)))(0.0) == 0.0


#: Programs of (-1, nan, 2), and what their derivatives are where one knows.
BESIDE_NAN = {
    "one of three": (lambda x: np.log(x[:1]), [[NAN, 0.0, 0.0]]),
    "each for itself": (np.log, [[NAN, 0.0, 0.0], [0.0, NAN, 0.0], [0.0, 0.0, 0.5]]),
    "turned": (lambda x: np.log(x)[::-1][1:], [[0.0, NAN, 0.0], [NAN, 0.0, 0.0]]),
    "a running sum": (lambda x: np.cumsum(np.log(x))[:2], [[NAN, 0.0, 0.0], [-1.0, NAN, 0.0]]),
    "one of several outputs": (lambda x: np.split(np.log(x), 3)[0], [[NAN, 0.0, 0.0]]),
    "a factor 0": (lambda x: (np.log(x) * np.array([0.0, 0.0, 1.0]))[:1], [[NAN, 0.0, 0.0]]),
    "a product of matrices": (lambda x: np.log(x[[0, 2]]) @ np.ones((2, 1)), [[NAN, 0.0, NAN]]),
    "computed from it": (lambda x: x[:1] + x[1], [[1.0, 1.0, 0.0]]),
}


@pytest.mark.parametrize("name", BESIDE_NAN)
def test_an_input_that_is_nan_hides_no_value_that_was_not_computed_from_it(name):
    f, expected = BESIDE_NAN[name]
    x, ones = np.array([-1.0, NAN, 2.0]), np.ones(3)
    with np.errstate(all="ignore"):
        for mode in MODES:
            np.testing.assert_array_equal(mode(f)(x), expected)
        np.testing.assert_array_equal(ad.jvp(f, (x,), (ones,))[1], np.sum(expected, 1))
        np.testing.assert_array_equal(
            ad.vjp(f, x)[1](np.ones(len(expected)))[0], np.sum(expected, 0)
        )


def test_what_arrives_everywhere_from_one_side_arrives_in_the_sum():
    for f in (lambda x, y: np.sqrt(x * 0.0 + y) ** 2, lambda x, y: np.sqrt(y + x * 0.0) ** 2):
        with np.errstate(all="ignore"):
            assert np.isnan(ad.jvp(f, (1.0, 0.0), (1.0, 1.0))[1])
            assert np.isnan(ad.grad(f, 1)(1.0, 0.0))


def test_an_argument_that_is_nan_hides_no_value_that_was_not_computed_from_it():
    f = lambda x, y: np.log(x)  # noqa: E731
    with np.errstate(all="ignore"):
        assert np.isnan(ad.grad(f)(-1.0, NAN))
        assert np.isnan(ad.jvp(f, (-1.0, NAN), (1.0, 0.0))[1])
        assert ad.jvp(lambda x, y: (x * 2.0, x + y), (-1.0, NAN), (1.0, 0.0))[1] == (2.0, 1.0)


#: Where the part that is real, or was turned, is not all of what arrives.
PARTS = {
    "exp": (lambda x: 2.0 * np.imag(np.exp(1j * np.sqrt(x))), np.cos(2.0) / 2.0),
    "log": (lambda x: np.imag(np.log(1.0 + 1j * np.sqrt(x))) * 2.0, 0.1),
    "a square": (lambda x: np.imag(1j * np.sqrt(x) ** 2) + 1.0, 1.0),
    "reshaped": (lambda x: np.imag(np.reshape(1j * np.sqrt(x) ** 2, 2)) + 1.0, 1.0),
    "conj": (lambda x: -np.imag(np.conj(1j * np.sqrt(x) ** 2)) + 1.0, 1.0),
}


@pytest.mark.parametrize("name", PARTS)
def test_an_imaginary_part_keeps_an_infinite_slope_in_both_modes(name):
    f, regular = PARTS[name]
    for mode in MODES:
        with np.errstate(all="ignore"):
            found = mode(f)(np.array([0.0, 4.0]))
        assert not np.isfinite(found[0, 0])
        np.testing.assert_allclose(found[1], [0.0, regular], atol=1e-12)


def test_the_imaginary_part_of_undetermined_vectors_is_undetermined():
    for mode in MODES:
        found = mode(lambda x: np.imag(1j * np.linalg.svd(x)[2]) + 1.0)(np.eye(2))
        assert np.isnan(found).all()


SINGULAR = {
    "qr": lambda x: np.linalg.qr(x)[1],
    "pinv": np.linalg.pinv,
    "lstsq": lambda x: np.linalg.lstsq(x, np.ones((2, 2)))[0],
    "norm": lambda x: np.linalg.norm(x, -2) * np.ones((2, 2)),
    "cond": lambda x: np.linalg.cond(x) * np.ones((2, 2)),
    "slogdet": lambda x: np.linalg.slogdet(x)[1] * np.ones((2, 2)),
}


@pytest.mark.parametrize("name", SINGULAR)
def test_a_decomposition_without_a_derivative_that_was_not_chosen_does_not_count(name):
    singular = SINGULAR[name]
    for mode in (*MODES, ad.jacobian):
        found = mode(lambda x: np.sum(np.where(False, singular(x), x)))(np.full((2, 2), 1.3))
        np.testing.assert_array_equal(found, np.ones((2, 2)))
        assert np.isnan(mode(lambda x: np.sum(singular(x)))(np.full((2, 2), 1.3))).any()


def test_what_never_moves_sends_nothing_through_a_decomposition_in_both_modes():
    for mode in MODES:
        found = mode(lambda x: np.linalg.lstsq(0.0 * x, x)[0] + np.linalg.pinv(0.0 * x))(np.eye(2))
        np.testing.assert_array_equal(found, np.zeros((2, 2, 2, 2)))


def test_what_does_not_arrive_is_0_behind_a_rule_that_gives_a_number_of_pythons():
    steep = general(
        lambda x: x * INF, [lambda g, ans, x: g * INF], [lambda v, ans, x: float(v * INF)]
    )
    assert ad.derivative(lambda s: steep(np.where(False, s, 1.0)))(2.0) == 0.0


GOOD = np.array([[2.0, 0.5], [0.5, 1.0]])
OF_STACKS = {
    "slogdet": lambda x: np.linalg.slogdet(x)[1],
    "solve": lambda x: np.linalg.solve(x, np.ones((2, 1))),
    "cholesky": np.linalg.cholesky,
    "qr": lambda x: np.linalg.qr(x)[1],
    "svd": lambda x: np.linalg.svd(x)[0],
    "eigh": lambda x: np.linalg.eigh(x)[1],
    "pinv": np.linalg.pinv,
    "cond": np.linalg.cond,
    "norm": lambda x: np.linalg.norm(x, "nuc", axis=(1, 2)),
    "complex": lambda x: np.abs(x + 1j * x),
    "direction": lambda x: np.real(np.sign(x + 1j * x)),
    "products": lambda x: np.einsum("nij,nij,nij->n", x, x, x),
}
BESIDE = {
    "zero": np.zeros((2, 2)),
    "unit": np.eye(2),
    "singular": np.ones((2, 2)),
    "infinite": np.full((2, 2), INF),
    "large": np.full((2, 2), 1e300),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("name", OF_STACKS)
def test_one_matrix_of_a_stack_has_nothing_to_do_with_the_others(name, beside):
    f, x = OF_STACKS[name], np.stack([GOOD, BESIDE[beside]])
    try:
        count = np.ndim(f(x)) - 1
    except np.linalg.LinAlgError:
        return  # NumPy has no value of the whole stack
    alone = ad.grad(lambda x: np.sum(f(x[None])))(GOOD)
    chosen = np.array([True, False]).reshape(2, *(1,) * count)
    for choice in (lambda x: np.where(chosen, f(x), 0.0), lambda x: f(x)[0]):
        for gradient in (ad.grad, ad.jacfwd):
            slopes = gradient(lambda x, choice=choice: np.sum(choice(x)))(x)
            np.testing.assert_allclose(slopes, [alone, np.zeros((2, 2))], atol=1e-12)
    for jacobian in MODES:
        slopes = jacobian(f)(x)
        assert not slopes[0, ..., 1, :, :].any() and not slopes[1, ..., 0, :, :].any()


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("f", [np.cbrt, np.arctan, np.arcsinh, lambda x: 1.0 / x])
@pytest.mark.parametrize("beside", [INF, -INF])
def test_a_constant_zero_over_what_is_infinite_does_not_move(f, beside):
    x = np.array([0.5, beside])
    alone = ad.grad(ad.grad(f))(0.5)
    for first, second in itertools.product(MODES, MODES):
        bends = second(first(lambda x: f(x)[0]))(x)
        np.testing.assert_allclose(bends, [[alone, 0.0], [0.0, 0.0]])


@pytest.mark.parametrize("gradient", [ad.grad, ad.jacfwd])
def test_the_smallest_number_is_taken_apart_without_nan(gradient):
    x = np.array([0.5, 5e-324])
    np.testing.assert_array_equal(gradient(lambda x: np.frexp(x)[0][0])(x), [1.0, 0.0])
