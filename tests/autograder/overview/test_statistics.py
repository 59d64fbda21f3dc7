"""Difficulty, discrimination and reliability are those of the textbooks, worked out by others."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from autograder.overview.statistics import (
    EXTREME,
    cronbach_alpha,
    difficulty,
    item_rest_correlation,
    upper_lower_index,
)

#: Classes of 10 to 40, points of four items in halves.
classes = st.integers(10, 40).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=n, max_size=n
    ).map(lambda rows: np.array(rows) / 2)
)


def varies(values: np.ndarray) -> bool:
    return float(np.ptp(values)) > 0


@given(classes)
def test_the_item_rest_correlation_is_pearsons_r_with_all_other_points(points: np.ndarray) -> None:
    item, total = points[:, 0], points.sum(axis=1)
    found = item_rest_correlation(item, total)
    if varies(item) and varies(total - item):
        assert found.value == pytest.approx(stats.pearsonr(item, total - item).statistic)
    else:
        assert found.value is None and "the same" in found.why


def test_for_an_item_that_is_right_or_wrong_it_is_the_point_biserial_correlation() -> None:
    rng = np.random.default_rng(5)
    ability = rng.normal(size=80)
    item = (ability + rng.normal(size=80) > 0).astype(float)
    rest = np.round(10 + 3 * ability)
    expected = stats.pointbiserialr(item.astype(bool), rest).statistic
    found = item_rest_correlation(item, item + rest).value
    assert found == pytest.approx(expected)
    uncorrected = stats.pearsonr(item, item + rest).statistic
    assert found is not None and found < uncorrected


@given(classes, st.integers(0, 2**32 - 1))
def test_the_upper_lower_index_is_the_mean_over_all_ways_to_order_equals(
    points: np.ndarray, seed: int
) -> None:
    scores, total = points[:, 0] / 3, points.sum(axis=1)
    found = upper_lower_index(scores, total)
    if not varies(total):
        assert found.value is None
        return
    size = max(1, round(EXTREME * len(total)))
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(400):
        order = np.lexsort((rng.random(len(total)), total))
        drawn.append(scores[order[-size:]].mean() - scores[order[:size]].mean())
    spread = np.std(drawn) / math.sqrt(len(drawn))
    assert found.value == pytest.approx(np.mean(drawn), abs=5.5 * spread + 1e-9)
    assert -1 <= found.value <= 1


def test_without_equals_the_groups_are_the_27_per_cent_at_either_end() -> None:
    total = np.arange(100.0)
    scores = (total >= 80).astype(float)  # 20 of the 27 best
    assert upper_lower_index(scores, total).value == pytest.approx(20 / 27)


@given(classes)
def test_alpha_is_one_less_the_share_of_the_items_own_variance(points: np.ndarray) -> None:
    found = cronbach_alpha(points)
    covariance = np.cov(points, rowvar=False)
    if not varies(points.sum(axis=1)):
        assert found.value is None
        return
    expected = 4 / 3 * (1 - np.trace(covariance) / covariance.sum())
    assert found.value == pytest.approx(expected)


@given(classes)
def test_difficulty_is_the_mean_share_of_the_points(points: np.ndarray) -> None:
    assert difficulty(points[:, 0] / 3).value == pytest.approx(np.mean(points[:, 0]) / 3)


@pytest.mark.parametrize("count", [0, 1, 9])
def test_what_so_few_cannot_say_is_said_to_be_so(count: int) -> None:
    some = np.arange(float(count))
    assert item_rest_correlation(some, 2 * some).why == "too few"
    assert upper_lower_index(some, some).why == "too few"
    assert cronbach_alpha(np.ones((count, 3))).why == "too few students"


def test_the_dust_of_thirds_is_no_variance() -> None:
    thirds = np.array([0.1 + 0.2, 0.3] * 10)
    assert item_rest_correlation(thirds, thirds + np.arange(20.0)).why == "all the same"
    assert upper_lower_index(np.arange(20.0), thirds).why == "all have the same total"
