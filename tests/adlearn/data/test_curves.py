"""Regression problems lie on their curve but for the noise, and are the same for a seed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from adlearn.data import make_curve, make_line, make_regression


@settings(max_examples=15)
@given(st.integers(1, 50), st.floats(-5, 5), st.floats(0, 5))
def test_a_curve_goes_evenly_from_end_to_end(count, low, width):
    x, t = make_curve(np.sin, count, low, low + width, noise=0.0)
    np.testing.assert_allclose(x, np.linspace(low, low + width, count))
    np.testing.assert_allclose(t, np.sin(x))


@settings(max_examples=15)
@given(st.integers(1, 50), st.floats(-5, 5), st.floats(-5, 5))
def test_a_line_has_its_slope_from_zero_to_ten(count, slope, intercept):
    x, t = make_line(count, slope, intercept, noise=0.0)
    np.testing.assert_allclose(t, slope * x + intercept)
    assert x[0] == 0.0 and x[-1] == (10.0 if count > 1 else 0.0)


@settings(max_examples=15)
@given(st.integers(1, 50), st.integers(1, 5), st.integers(0, 99))
def test_sums_are_made_with_the_weights_that_are_given(count, features, seed):
    X, t, weights = make_regression(count, features, noise=0.0, seed=seed)
    assert X.shape == (count, features) and t.shape == (count,) and weights.shape == (features,)
    np.testing.assert_allclose(X @ weights, t)
    again = make_regression(count, features, noise=0.0, random_state=seed)
    np.testing.assert_array_equal(again[0], X)


@pytest.mark.parametrize(
    "errors_of",
    [
        lambda seed: (
            make_curve(np.cos, 4000, noise=0.5, seed=seed)[1]
            - make_curve(np.cos, 4000, noise=0.0)[1]
        ),
        lambda seed: make_line(4000, noise=0.5, seed=seed)[1] - make_line(4000, noise=0.0)[1],
        lambda seed: (
            make_regression(4000, noise=0.5, seed=seed)[1]
            - make_regression(4000, noise=0.0, seed=seed)[1]
        ),
    ],
)
def test_noise_is_as_wide_as_was_asked_and_the_same_for_a_seed(errors_of):
    errors = errors_of(1)
    assert np.std(errors) == pytest.approx(0.5, rel=0.05) and abs(np.mean(errors)) < 0.05
    np.testing.assert_array_equal(errors, errors_of(1))
    assert not np.array_equal(errors, errors_of(2))


@pytest.mark.parametrize("make", [lambda **o: make_curve(np.sin, **o), make_line, make_regression])
@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"n_samples": 0}, "1 or more, and is 0"),
        ({"noise": -1.0}, "cannot be negative"),
        ({"noise": math.nan}, "noise is a standard deviation"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(make, options, says):
    with pytest.raises(ValueError, match=says):
        make(**options)


@pytest.mark.parametrize("function", [lambda x: 1.0, lambda x: x[:, None], lambda x: None])
def test_a_curve_gives_a_number_for_each(function):
    with pytest.raises(ValueError, match="the curve should give 100 numbers"):
        make_curve(function)
