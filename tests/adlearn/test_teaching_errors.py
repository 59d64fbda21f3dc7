"""What goes wrong in a user's program is said with the line, the cause and the remedy."""

import contextlib
import math
import subprocess
import sys
import warnings

import numpy as np
import pytest

import adlearn as ad
from adlearn.derivatives import trace as tracing
from adlearn.tensors.recording import pauses


def watched():
    """Watch, without NumPy's own warnings."""
    stack = contextlib.ExitStack()
    stack.enter_context(ad.debug_nans())
    stack.enter_context(np.errstate(invalid="ignore"))
    return stack


def logarithms(x):
    return np.sum(np.log(x))


def root_of_a_square(x):
    return np.sum(np.sqrt(x**2))


def test_the_first_nan_is_named_with_its_operation_and_line():
    with (
        pytest.raises(ad.NanFound, match=r"log made the first nan: from an argument of -1\.0") as e,
        ad.debug_nans(),
        np.errstate(invalid="ignore"),
    ):
        ad.grad(logarithms)(np.array([1.0, -1.0]))
    assert "return np.sum(np.log(x))" in str(e.value)


def test_a_nan_in_forward_mode_is_named_too():
    with (
        pytest.raises(ad.NanFound, match="log made the first nan"),
        ad.debug_nans(),
        np.errstate(invalid="ignore"),
    ):
        ad.jvp(np.log, (-1.0,), (1.0,))


def test_a_nan_on_the_way_back_is_named_with_the_line_that_made_the_node():
    assert np.isnan(ad.grad(root_of_a_square)(np.array([0.0, 1.0]))[0])
    with (
        pytest.raises(ad.NanFound, match="the derivative of square made the first nan") as e,
        ad.debug_nans(),
    ):
        ad.grad(root_of_a_square)(np.array([0.0, 1.0]))
    assert "np.sqrt(x**2)" in str(e.value)


def test_an_operator_is_watched_as_a_function_is():
    with (
        pytest.raises(ad.NanFound, match="subtract made the first nan: from arguments of inf"),
        ad.debug_nans(),
        np.errstate(invalid="ignore"),
    ):
        ad.grad(lambda x: np.sum(x - x))(np.array([np.inf]))


def test_a_nan_that_was_passed_in_is_nobodys_fault():
    with ad.debug_nans():
        assert np.isnan(ad.grad(lambda x: np.sum(x * x))(np.array([np.nan]))[0])


@pytest.mark.parametrize("differentiate", [ad.grad, ad.jacfwd])
def test_a_nan_in_the_data_is_named_where_it_comes_in(differentiate):
    data = np.array([np.nan, 1.0])
    with (
        pytest.raises(ad.NanFound, match="multiply met the first nan in a plain arg") as e,
        watched(),
    ):
        differentiate(lambda x: np.sum(np.exp(x) * data))(np.ones(2))
    assert "np.exp(x) * data" in str(e.value)
    with watched():
        clean = differentiate(lambda x: np.sum(np.exp(x) * np.nan_to_num(data)))(np.zeros(2))
    np.testing.assert_array_equal(clean, [0.0, 1.0])


def test_watching_ends_with_the_block_also_after_an_error():
    with pytest.raises(ad.NanFound), watched():
        ad.grad(logarithms)(np.array([-1.0]))
    assert pauses == [0]
    with np.errstate(invalid="ignore"):
        assert np.isnan(ad.grad(logarithms)(np.array([-1.0])))


PROGRAMS = {
    "math": (lambda x: math.sin(x), 1.0, ad.LostDerivative, r"numpy\.sin\(\)"),
    "float": (lambda x: float(x) * 2.0, 1.0, ad.LostDerivative, r"\.numpy\(\)"),
    "assignment": (lambda x: x.__setitem__(0, 1.0), np.ones(2), ad.NotAssignable, "np.where"),
    "an array": (lambda x: x * x, np.ones(2), ad.NotScalar, "jacobian"),
    "no rule": (lambda x: np.packbits(x)[0], np.ones(2), ad.MissingRule, "defvjp"),
    "objects": (lambda x: x, np.array([None]), ad.NotANumber, r"astype\(float\)"),
    "a bool": (lambda x: x * 2.0 if x > 0 else x, np.ones(2), ValueError, "ambiguous"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_error_names_the_users_line_and_the_remedy(name):
    f, point, kind, remedy = PROGRAMS[name]
    with pytest.raises(kind, match=remedy) as e:
        ad.grad(f)(point)
    if issubclass(kind, ad.AdlearnError):
        assert any(
            note.startswith("Your line: test_teaching_errors.py:") for note in e.value.__notes__
        )


@pytest.mark.parametrize("mode", [ad.grad, ad.derivative])
def test_the_remedy_for_the_order_of_a_norm_of_plain_numbers_works(mode):
    a = np.array([1.0, 2.0])
    with pytest.raises(ad.MissingRule, match=r"x\.numpy\(\), .*np\.sum\(np\.abs\(a\) \*\* p\)"):
        mode(lambda p: np.linalg.norm(a, p))(3.0)
    assert mode(lambda p: p * np.linalg.norm(a, p.numpy()))(3.0) == np.linalg.norm(a, 3.0)
    h = 1e-5
    slope = (np.linalg.norm(a, 3.0 + h) - np.linalg.norm(a, 3.0 - h)) / (2 * h)
    found = mode(lambda p: np.sum(np.abs(a) ** p) ** (1 / p))(3.0)
    assert found == pytest.approx(slope, rel=1e-8)


def test_a_cotangent_of_another_shape_is_refused():
    _, pull = ad.vjp(np.sin, np.ones(3))
    with pytest.raises(ad.WrongShape, match=r"shape \(2,\), but the output has shape \(3,\)"):
        pull(np.ones(2))


def test_integer_arrays_are_converted_and_that_is_said_once():
    tracing.told_of_integers.clear()
    with pytest.warns(ad.IntegerInputWarning, match="converted to floats"):
        first = ad.grad(lambda x: np.sum(x * x))(np.array([1, 2]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        second = ad.grad(lambda x: np.sum(x * x))(np.array([1, 2]))
        assert ad.grad(lambda x: x * x)(3) == 6.0
    assert first.tolist() == second.tolist() == [2.0, 4.0]


def test_a_primitive_of_callables_takes_one_line():
    softplus = ad.elementwise(
        lambda x: np.log1p(np.exp(x)), lambda ans, x: 1.0 / (1.0 + np.exp(-x))
    )
    x = np.array([[-1.0, 0.5]])
    slope = 1.0 / (1.0 + np.exp(-x))
    np.testing.assert_allclose(softplus(x), np.log1p(np.exp(x)))
    np.testing.assert_allclose(ad.elementwise_grad(softplus)(x), slope)
    np.testing.assert_allclose(ad.jvp(softplus, (x,), (np.ones_like(x),))[1], slope)
    np.testing.assert_allclose(
        ad.elementwise_grad(ad.elementwise_grad(softplus))(x), slope * (1 - slope)
    )
    node = ad.AutogradValue(0.5)
    softplus(node).backward()
    assert node.grad == pytest.approx(slope[0, 1])


WHOLE = [ad.jacfwd, ad.jacrev, ad.hessian, ad.elementwise_grad]


@pytest.mark.parametrize("derivative", WHOLE, ids=lambda d: d.__name__)
@pytest.mark.parametrize("output", [lambda x: (x, x * x), lambda x: None, lambda x: {"y": x}])
def test_several_outputs_where_one_is_needed_are_refused(derivative, output):
    with pytest.raises(ad.NotANumber, match=r"np\.stack or np\.concatenate"):
        derivative(output)(np.ones(2))


@pytest.mark.parametrize("derivative", [*WHOLE, ad.grad, ad.make_vjp], ids=lambda d: d.__name__)
def test_an_argument_that_was_not_passed_is_named(derivative):
    with pytest.raises(ad.NotANumber, match="needs that argument to be passed by position"):
        derivative(lambda x: x, 1)(np.ones(2))


def test_a_pair_is_asked_for_where_something_else_is_to_come_back():
    with pytest.raises(ad.NotANumber, match=r"needs a pair, \(value, something else\)"):
        ad.grad_and_aux(np.sum)(np.ones(2))


def test_the_names_there_are_stand_in_the_error():
    with pytest.raises(ad.NotANumber, match=r"no argument called 'c'\. It has: a, b\."):
        ad.grad_named(lambda a, b: a * b, "c")


# What a learner writes most often, and what to write instead


def test_a_step_that_makes_another_tensor_is_named_and_its_remedies_train():
    def loss(w):
        return np.sum((w - 3.0) ** 2)

    w = ad.tensor([1.0, 2.0])
    loss(w).backward()
    w = w - 0.1 * w.grad
    loss(w).backward()
    with pytest.raises(ad.NoGradient, match="keep w") as caught:
        w = w - 0.1 * w.grad
    assert "w = w - 0.1 * w.grad" in str(caught.value.__notes__)
    assert getattr(w, "grad", None) is None
    first, second = ad.tensor([1.0, 2.0]), ad.tensor([1.0, 2.0])
    for _ in range(50):
        first.zero_grad()
        loss(first).backward()
        first.data -= 0.1 * first.grad
        loss(second).backward()
        second = ad.tensor(second.data - 0.1 * second.grad)
    np.testing.assert_allclose([first.data, second.data], 3.0, atol=1e-3)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("erf", "adlearn.erf"),
        ("gamma", "adlearn.gamma"),
        ("remainder", "adlearn.remainder"),
        ("sin", "numpy.sin"),
        ("isclose", "numpy.isclose"),
        ("ulp", "There is no function with a derivative in its place"),
    ],
)
def test_a_function_of_math_names_only_what_exists_and_works(name, remedy):
    arguments = (0.75,) if name in ("remainder", "isclose") else ()
    function = getattr(math, name)
    for x, ours in ((0.5, remedy), (ad.AutogradValue(0.5), remedy.replace("numpy", "adlearn"))):
        with pytest.raises(ad.LostDerivative) as caught:
            ad.grad(lambda x: function(x, *arguments))(x)
        if ours == "adlearn.isclose":
            assert "There is no function with a derivative in its place" in str(caught.value)
            continue
        assert ours in str(caught.value)
        if "." in ours:
            module, instead = ours.split(".")
            works = getattr({"numpy": np, "adlearn": ad}[module], instead)
            assert works(0.5, *arguments) == pytest.approx(function(0.5, *arguments))


def test_an_element_of_a_plain_array_is_not_set_in_silence():
    def filled(x):
        a = np.zeros(2)
        a[0] = x
        return np.sum(a)

    for differentiate in (ad.grad, ad.derivative, lambda f: ad.grad(ad.derivative(f))):
        with pytest.raises(ValueError, match="setting an array element") as caught:
            differentiate(filled)(1.0)
        assert "np.stack" in str(caught.value.__cause__)
        (said,) = caught.value.__notes__  # below NumPy's own sentence, which says nothing of it
        assert "np.stack" in said and "a[0] = x" in said
    with pytest.raises(ValueError) as caught:
        filled(ad.tensor(1.0))
    assert isinstance(caught.value.__cause__, ad.LostDerivative)
    with pytest.raises(ad.LostDerivative, match="wrap_array"):
        filled(ad.AutogradValue(1.0))
    assert ad.grad(lambda x: np.sum(np.stack([x, 0.0])))(1.0) == 1.0
    assert float(ad.tensor(1.0)) == 1.0


def test_a_number_of_numpy_s_is_not_made_of_a_tensor_in_silence():
    with pytest.raises(ad.LostDerivative, match=r"\.numpy\(\)"):
        np.float64(ad.tensor(2.0))
    with pytest.raises(ad.LostDerivative, match=r"int\(x\.real\)"):
        np.prod(np.ones(2), dtype=int, initial=ad.tensor(2.0 + 1.0j))
    a, x = np.zeros(2), ad.tensor([1.0, 2.0])
    for collect, remedy in (
        (lambda: np.fromiter(x, float), "adlearn.numpy.fromiter"),
        (lambda: a.fill(x[0]), "adlearn.numpy.full"),
    ):
        with pytest.raises(ValueError) as caught:
            collect()
        assert remedy in str(caught.value.__cause__)  # NumPy's own sentence stands last


@pytest.mark.parametrize("x", [2.0, ad.AutogradValue(2.0)])
def test_a_power_with_a_modulus_names_what_has_a_derivative(x):
    with pytest.raises(ad.MissingRule, match=r"x \*\* y % modulo"):
        ad.grad(lambda x: pow(x, 2, 3))(x)
    assert ad.grad(lambda x: x**2 % 3)(x) == ad.grad(lambda x: pow(x, 2))(x) == 4.0


def test_which_argument_is_a_number_or_several_once_each():
    f = lambda x, y: x * y * y  # noqa: E731
    assert ad.grad(f, np.int64(1))(2.0, 3.0) == 12.0
    assert ad.grad(f, range(2))(2.0, 3.0) == ad.grad(f, [0, -1])(2.0, 3.0) == (9.0, 12.0)
    for wrong in (None, "x", 1.0, ("x",)):
        with pytest.raises((ad.NotANumber, TypeError)):
            ad.grad(f, wrong)
    for twice in ((0, 0), (1, -1)):
        with pytest.raises(ad.NotANumber, match="twice"):
            ad.grad(f, twice)(2.0, 3.0)
    for by_one in (ad.jacobian, ad.jacfwd, ad.hessian, ad.hvp, ad.derivative, ad.elementwise_grad):
        with pytest.raises(ad.NotANumber, match="one argument"):
            by_one(f, (0, 1))(2.0, 3.0)
    with pytest.raises(ad.NotANumber, match="Pass the function"):
        ad.grad(f(2.0, 3.0))


def test_a_derivative_by_an_array_is_not_one_number():
    for x in (np.ones(2), [1.0, 2.0]):
        with pytest.raises(ad.NotScalar, match="jacobian"):
            ad.derivative(lambda x: np.sum(x))(x)


def test_whole_numbers_among_the_parameters_are_no_index_and_names_are_no_numbers():
    parameters = {"a": np.ones(3), "n": np.array([0, 2])}
    with (
        pytest.warns(ad.IntegerInputWarning) if not tracing.told_of_integers else watched(),
        pytest.raises(ad.NotANumber, match="whole number"),
    ):
        ad.grad(lambda p: np.sum(p["a"][p["n"]]))(parameters)
    a = parameters["a"]
    assert ad.grad(lambda n: np.sum(a[n.numpy().astype(int)] * n))(np.array([0.0, 2.0])).all()
    with pytest.raises(ad.NotANumber, match="outside of what is differentiated"):
        ad.grad(lambda p: np.sum(p["a"]))({"a": a, "n": "name"})


@pytest.mark.parametrize("wrong", [(np.ones(2), np.ones(2)), (1.0, 1.0), ((1.0,), 1.0)])
def test_forward_mode_says_that_arguments_come_in_a_tuple(wrong):
    with pytest.raises(ad.WrongShape, match=r"jvp\(f, \(x,\), \(v,\)\)"):
        ad.jvp(np.sin, *wrong)
    assert ad.jvp(np.sin, [0.0], (1.0,)) == (0.0, 1.0)


def test_an_argument_that_was_passed_to_grad_itself_is_no_place():
    for given in (np.ones(2), 2.0, "x"):
        with pytest.raises(ad.NotANumber, match=r"grad\(f\)\(x\), not grad\(f, x\)"):
            ad.grad(np.sum, given)


def test_a_tangent_that_comes_out_is_not_the_callers_array():
    v = np.ones(2)
    assert not np.shares_memory(ad.jvp(lambda t: t.T, (v,), (v,))[1], v)


@pytest.mark.parametrize(
    ("ask", "remedy"),
    [
        (lambda: ad.grad(2.0), r"grad\(f\) and not grad\(f\(x\)\)"),
        (lambda: ad.value_and_grad(2.0), r"Pass the function itself"),
        (lambda: ad.vjp(2.0), r"the first is float.* vjp\(f, x\), and not vjp\(f\(x\)\)"),
        (lambda: ad.vjp(np.ones(2), np.ones(2)), r"the first is ndarray of shape \(2,\)"),
        (lambda: ad.jvp(2.0, (1.0,), (1.0,)), r"jvp\(f, \(x,\), \(v,\)\), and not jvp\(f\(x\)"),
        (lambda: ad.linearize(2.0, 1.0), r"linearize\(f, x\), and not linearize\(f\(x\)\)"),
        (lambda: ad.checkpoint(2.0), r"checkpoint\(f\)\(x\), not checkpoint\(f\(x\)\)"),
        (
            lambda: ad.fixed_point(2.0, 1.0, 1.0, lambda a, b: abs(a - b), 1e-3),
            r"fixed_point\(f, a, start, ...\)",
        ),
        (lambda: ad.optim.adam(np.ones(2), lambda x, i: x), r"the gradient first, a function"),
    ],
)
def test_a_value_in_place_of_the_function_is_refused_with_what_to_write(ask, remedy):
    with pytest.raises(ad.NotANumber, match=remedy):
        ask()


@pytest.mark.parametrize("descend", [ad.optim.sgd, ad.optim.rmsprop, ad.optim.adam])
@pytest.mark.parametrize(
    ("gradient", "said"),
    [
        (lambda x, i: (1.0, x), r"not a tuple of 2\. Return the gradient alone"),
        (lambda x, i: x[0], r"the gradient has the shape \(3,\), and the parameters have \(2, 3\)"),
    ],
)
def test_a_gradient_of_another_form_is_refused_with_what_to_return(descend, gradient, said):
    with pytest.raises(ad.WrongShape, match=said):
        descend(gradient, np.ones((2, 3)))


def test_a_name_that_is_not_there_is_told_with_what_may_be_meant():
    for name, said in (
        ("gradient", "adlearn.grad may be meant"),
        ("value_and_gradient", "adlearn.value_and_grad may be meant"),
        ("jacobean", "adlearn.jacobian may be meant"),
        ("adam", "from adlearn.optim import adam"),
        ("Linear", "from adlearn.nn import Linear"),
        ("film", "from adlearn.show import film"),
    ):
        with pytest.raises(AttributeError, match=said):
            getattr(ad, name)
    with pytest.raises(AttributeError, match="has no attribute 'qqq'$"):
        _ = ad.qqq


def test_the_namesakes_of_libraries_are_there_without_an_import_of_their_own():
    for name in ("compat", "numpy", "scipy"):
        code = f"import adlearn; print(adlearn.{name}.__name__); print({name!r} in adlearn.__all__)"
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert told.stdout.split() == [f"adlearn.{name}", "False"], told.stderr
