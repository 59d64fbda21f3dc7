"""Losses are their formulas, with right slopes also at extremes, and refuse what does not fit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn.compat.engine import Variable
from adlearn.nn import (
    CrossEntropyLoss,
    MSELoss,
    binary_cross_entropy_with_logits as binary,
    cross_entropy,
    mse_loss,
)


def probabilities(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def slope(loss, at, target, kind):
    """The loss and its derivative, by one of the ways to compute it."""
    if kind == "grad":
        return float(loss(at, target)), ad.grad(lambda x: loss(x, target))(at)
    x = {"tensor": ad.tensor, "nodes": ad.wrap_array, "engine": Variable}[kind](at)
    found = loss(x, target)
    found.backward()
    gradient = ad.unwrap_gradient(x) if kind == "nodes" else x.grad
    return float(getattr(found, "value", found)), gradient


WAYS = ["grad", "tensor", "nodes", "engine"]


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=8)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 99), st.sampled_from([0.0, 1.0, 50.0]))
def test_cross_entropy_is_its_formula(way, count, classes, seed, scale):
    random = np.random.default_rng(seed)
    logits = scale * random.normal(size=(count, classes))
    labels = random.integers(0, classes, count)
    found, gradient = slope(cross_entropy, logits, labels, way)
    rows = np.arange(count)
    log_sums = logits.max(axis=1) + np.log(
        np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1)
    )
    assert found == pytest.approx(np.mean(log_sums - logits[rows, labels]), abs=1e-12)
    expected = (probabilities(logits) - np.eye(classes)[labels]) / count
    np.testing.assert_allclose(gradient, expected, atol=1e-12)
    one_hot, same = slope(cross_entropy, logits, np.eye(classes)[labels], way)
    assert one_hot == pytest.approx(found, abs=1e-12)
    np.testing.assert_allclose(same, expected, atol=1e-12)


@pytest.mark.parametrize("way", [way for way in WAYS if way != "engine"])
@settings(max_examples=8)
@given(st.sampled_from([(), (3,), (2, 2)]), st.integers(0, 99), st.sampled_from([0.0, 1.0, 50.0]))
def test_binary_cross_entropy_is_its_formula(way, shape, seed, scale):
    """Also at a score of 0, where a network begins whose last weights are 0."""
    random = np.random.default_rng(seed)
    logits, targets = scale * random.normal(size=shape), random.uniform(size=shape)
    found, gradient = slope(binary, np.asarray(logits), targets, way)
    expected = -targets * -np.logaddexp(0, -logits) - (1 - targets) * -np.logaddexp(0, logits)
    assert found == pytest.approx(np.mean(expected), abs=1e-12)
    np.testing.assert_allclose(gradient, (sigmoid(logits) - targets) / logits.size, atol=1e-12)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 2)])
def test_the_mean_of_squares_is_its_formula(way, shape):
    random = np.random.default_rng(0)
    output, target = random.normal(size=shape), random.normal(size=shape)
    found, gradient = slope(mse_loss, np.asarray(output), target, way)
    assert found == pytest.approx(np.mean((output - target) ** 2))
    np.testing.assert_allclose(gradient, 2 * (output - target) / np.size(output))


def test_second_derivatives_are_right_also_where_scores_are_equal():
    for logits in (np.zeros((1, 3)), np.array([[1.0, -1.0, 1.0]])):
        p = probabilities(logits)[0]
        found = ad.hessian(lambda z: cross_entropy(z, [1]))(logits).reshape(3, 3)
        np.testing.assert_allclose(found, np.diag(p) - np.outer(p, p), atol=1e-12)
    for logit in (0.0, 0.3, -2.0):
        p = sigmoid(logit)
        found = ad.hessian(lambda z: binary(z, [1.0]))(np.array([logit]))
        assert found.item() == pytest.approx(p * (1 - p))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("way", WAYS)
def test_extreme_scores_give_numbers_and_right_slopes(way):
    logits = np.array([[1e6, 0.0, -1e6], [-1e300, 1e300 / 2, 0.0], [0.0, -np.inf, 1.0]])
    found, gradient = slope(cross_entropy, logits, [1, 1, 2], way)
    assert found == pytest.approx((1e6 + 0.0 + np.log(1 + np.exp(-1.0))) / 3)
    at_last = [sigmoid(-1.0), 0.0, -sigmoid(-1.0)]
    np.testing.assert_allclose(gradient * 3, [[1, -1, 0], [0, 0, 0], at_last], atol=1e-12)
    if way != "engine":
        scores = np.array([1e6, -1e6, 1000.0, -1000.0])
        found, gradient = slope(binary, scores, np.array([0.0, 1.0, 1.0, 0.0]), way)
        assert found == pytest.approx(5e5)
        np.testing.assert_allclose(gradient * 4, [1, -1, 0, 0])


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("loss", "targets"),
    [
        (mse_loss, [[0.0, 1.0], [1.0, 0.0]]),
        (mse_loss, np.eye(2)),
        (mse_loss, np.eye(2, dtype=int)),
        (binary, [[0, 1], [1, 0]]),
        (binary, np.eye(2)),
        (cross_entropy, [0, 1]),
        (cross_entropy, np.eye(2)),
    ],
)
def test_a_loss_has_the_precision_of_the_output(loss, targets, precision):
    x = ad.tensor(np.ones((2, 2), precision))
    found = loss(x, targets)
    found.backward()
    assert found.dtype == precision and x.grad.dtype == precision


def test_small_whole_numbers_do_not_run_over():
    assert mse_loss(np.array([200], np.uint8), np.array([220], np.uint8)) == 400.0


def test_losses_are_modules_too():
    assert MSELoss()(np.array([1.0]), [3.0]) == 4.0
    assert CrossEntropyLoss()(np.zeros((1, 2)), [1]) == pytest.approx(np.log(2))


def test_two_variables_are_compared_and_both_get_gradients():
    x, y = ad.tensor([1.0, 2.0]), ad.tensor([3.0, 2.0])
    mse_loss(x, y).backward()
    assert x.grad.tolist() == [-2.0, 0.0] and y.grad.tolist() == [2.0, 0.0]


# What NumPy would stretch, and what is no label


@settings(max_examples=30)
@given(
    st.lists(st.integers(1, 3), max_size=2).map(tuple),
    st.lists(st.integers(1, 3), max_size=2).map(tuple),
)
def test_nothing_is_stretched(one, other):
    for loss in (mse_loss, binary):
        for make in (ad.tensor, np.array, ad.wrap_array):
            if one == other:
                loss(make(np.zeros(one)), np.zeros(other))
                continue
            with pytest.raises(ad.WrongShape, match="compares entry by entry"):
                loss(make(np.zeros(one)), np.zeros(other))


THREE = np.zeros((3, 4))
NO_LABELS = {
    "a column": ([[0], [1], [2]], r"labels of shape \(3,\).*labels.ravel\(\)"),
    "a row": ([[0, 1, 2]], "shape"),
    "too few": ([0, 1], r"these have shape \(2,\)"),
    "one": (1, r"these have shape \(\)"),
    "nothing": (None, r"these have shape \(\)"),
    "whole rows": (np.eye(4, dtype=int)[:3], "as floats"),
    "from 1": ([1, 2, 4], "from 0 to 3.*4 is among"),
    "negative": ([0, -1, 2], "-1 is among"),
    "halves": ([0.5, 1, 2], "0.5 is among"),
    "nan": ([0, np.nan, 2], "nan is among"),
    "too large for a whole number": ([0, 1e30, 2], r"1e\+30 is among"),
    "words": (["cat", "dog", "cat"], "cat is among"),
    "no probabilities": (np.full((3, 4), 0.5), "should be probabilities"),
    "negative probabilities": (np.tile([2.0, -1.0, 0.0, 0.0], (3, 1)), "should be probabilities"),
    "nan for probabilities": (np.full((3, 4), np.nan), "should be probabilities"),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("wrong", NO_LABELS)
def test_what_is_no_label_is_refused_with_the_remedy(wrong):
    labels, says = NO_LABELS[wrong]
    with pytest.raises(ad.WrongShape, match=says):
        cross_entropy(ad.tensor(THREE), labels)


@pytest.mark.parametrize("labels", [[0.0, 3.0, 1.0], [True, False, True], (0, 3, 1)])
@pytest.mark.parametrize("dtype", [None, np.uint8, np.uint64, np.int8, object])
def test_labels_are_whole_numbers_of_any_kind(labels, dtype):
    found = cross_entropy(ad.tensor(THREE), np.array(labels, dtype))
    assert float(found) == pytest.approx(np.log(4))


@pytest.mark.parametrize("logits", [np.zeros(3), np.zeros(()), np.zeros((1, 3, 4))])
def test_scores_stand_in_rows(logits):
    with pytest.raises(ad.WrongShape, match=r"One example is logits.reshape\(1, -1\)"):
        cross_entropy(ad.tensor(logits), [0])


@pytest.mark.parametrize("targets", [[2.0], [-1], [np.nan]])
def test_targets_of_two_classes_are_from_zero_to_one(targets):
    with pytest.raises(ad.WrongShape, match=r"between 0 and 1.*\(y \+ 1\) / 2"):
        binary(ad.tensor([0.0]), targets)


@pytest.mark.parametrize("targets", [["1"], [None], [{}]])
def test_targets_are_numbers(targets):
    for loss in (mse_loss, binary):
        with pytest.raises(ad.NotANumber, match=r"Convert it first, with .astype\(float\)"):
            loss(ad.tensor([0.0]), targets)
