"""Gradients are made smaller, all by one factor or each entry for itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from kinds import KINDS

import adlearn as ad
from adlearn.optim import TrainingError, clip_grad_norm, clip_grad_value


def with_gradients(*gradients):
    parameters = [ad.tensor(np.zeros_like(gradient)) for gradient in gradients]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = np.array(gradient)
    return parameters


@settings(max_examples=30)
@given(st.integers(0, 99), st.floats(1e-3, 1e3), st.integers(-300, 300))
def test_the_norm_of_all_is_at_most_what_was_asked_and_the_direction_stays(seed, largest, power):
    random = np.random.default_rng(seed)
    shapes = [(), (3,), (2, 2), (0,)]
    gradients = [random.normal(size=shape) * 10.0**power for shape in shapes]
    before = np.concatenate([np.ravel(g) for g in gradients])
    parameters = with_gradients(*gradients)
    size = clip_grad_norm(parameters, largest)
    after = np.concatenate([np.ravel(p.grad) for p in parameters])
    scaled = before / 10.0**power
    assert size == pytest.approx(np.linalg.norm(scaled) * 10.0**power, rel=1e-9)
    if size <= largest:
        np.testing.assert_array_equal(after, before)
    else:
        np.testing.assert_allclose(after, scaled * largest / np.linalg.norm(scaled), rtol=1e-9)
    assert [np.shape(p.grad) for p in parameters] == shapes


def test_gradients_whose_norm_is_too_large_for_a_float_keep_their_direction():
    (x,) = with_gradients([1e308, -1e308, 1e308, 1e308])
    assert clip_grad_norm([x], 1.0) == np.inf
    np.testing.assert_allclose(x.grad, [0.5, -0.5, 0.5, 0.5])


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_gradients_that_are_no_numbers_are_left_for_step_to_refuse(wrong):
    (x,) = with_gradients([wrong, 1.0])
    assert not np.isfinite(clip_grad_norm([x], 1.0)) and x.grad[1] == 1.0


@settings(max_examples=20)
@given(st.integers(0, 99), st.floats(1e-3, 10.0))
def test_each_entry_is_cut_off_for_itself(seed, largest):
    gradient = np.random.default_rng(seed).normal(scale=3.0, size=(3, 2))
    (x,) = with_gradients(gradient)
    clip_grad_value(x, largest)
    np.testing.assert_array_equal(x.grad, np.clip(gradient, -largest, largest))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("clip", [clip_grad_norm, clip_grad_value])
def test_parameters_of_every_kind_are_clipped(name, clip):
    """The gradient of one is 4, of all entries alike."""
    shape = (1,) if (1,) in KINDS[name].shapes else ()
    parameter = KINDS[name].make(np.ones(shape))
    KINDS[name].loss(parameter, np.ones(shape)).backward()
    clip(parameter, 0.5)
    one = parameter[0] if isinstance(parameter, np.ndarray) else parameter
    np.testing.assert_allclose(one.grad, 0.5)


def test_the_precision_of_gradients_stays():
    x = ad.tensor(np.ones(3, np.float32))
    for clip in (clip_grad_norm, clip_grad_value):
        x.grad = np.ones(3, np.float32)
        clip([x], np.float64(0.1))
        assert x.grad.dtype == np.float32 and x.grad.max() < 0.2


def test_where_nothing_has_arrived_nothing_is_cut():
    x = ad.tensor([1.0])
    assert clip_grad_norm([x], 1.0) == 0.0 and clip_grad_value([x], 1.0) is None
    assert x.grad is None


@pytest.mark.parametrize("largest", [np.nan, 0, -1.0, "1", None, np.ones(1)])
def test_the_largest_size_is_a_positive_number(largest):
    for clip, name in ((clip_grad_norm, "max_norm"), (clip_grad_value, "max_value")):
        with pytest.raises(TrainingError, match=f"{name} should be a positive number"):
            clip([ad.tensor(1.0)], largest)
