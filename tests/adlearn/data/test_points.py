"""Points are where they say they are, the same for a seed; what makes no sense is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from adlearn.data import make_blobs, make_circles, make_moons, make_spirals


def test_moons_lie_on_their_circles_and_repeat_with_the_seed():
    X, y = make_moons(101, noise=0.0, seed=5)
    assert X.shape == (101, 2) and y.dtype.kind == "i" and np.bincount(y).tolist() == [51, 50]
    centre = np.where(y[:, None] == 0, [0.0, 0.0], [1.0, 0.5])
    np.testing.assert_allclose(np.linalg.norm(X - centre, axis=1), 1.0)
    again, _ = make_moons(101, noise=0.0, seed=5)
    np.testing.assert_array_equal(X, again)
    assert len(set(y[:20])) == 2  # shuffled
    noisy, _ = make_moons(4000, noise=0.3, seed=1)
    clean, _ = make_moons(4000, noise=0.0, seed=1)
    assert np.std(noisy - clean) == pytest.approx(0.3, rel=0.05)


@pytest.mark.parametrize(("arguments", "says"), [((1,), "at least 2"), ((10, -1.0), "negative")])
def test_moons_refuse_what_makes_no_sense(arguments, says):
    with pytest.raises(ValueError, match=says):
        make_moons(*arguments)


MAKERS = {
    "moons": lambda n, **options: make_moons(n, **options),
    "circles": lambda n, **options: make_circles(n, **options),
    "spirals": lambda n, **options: make_spirals(n, **options),
    "three spirals": lambda n, **options: make_spirals(n, arms=3, **options),
    "blobs": lambda n, **options: make_blobs(n, **options),
    "two blobs": lambda n, **options: make_blobs(n, centers=2, n_features=4, **options),
}


@pytest.mark.parametrize("name", MAKERS)
@settings(max_examples=15)
@given(st.integers(3, 60), st.integers(0, 99))
def test_labels_count_from_zero_and_are_shared_evenly(name, count, seed):
    X, y = MAKERS[name](count, seed=seed)
    groups = 3 if name in ("three spirals", "blobs") else 2
    assert X.shape == (count, 4 if name == "two blobs" else 2) and y.shape == (count,)
    assert X.dtype == float and y.dtype.kind == "i"
    shares = np.bincount(y, minlength=groups)
    assert len(shares) == groups and shares.max() - shares.min() <= 1
    assert list(shares) == sorted(shares, reverse=True)
    for one, other in zip(MAKERS[name](count, seed=seed), (X, y), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", MAKERS)
def test_another_seed_gives_other_points_and_a_generator_goes_on(name):
    (one, _), (other, _) = MAKERS[name](30, seed=0), MAKERS[name](30, seed=1)
    assert not np.array_equal(one, other)
    generator = np.random.default_rng(0)
    (first, _), (second, _) = (MAKERS[name](30, seed=generator) for _ in range(2))
    np.testing.assert_array_equal(first, one)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("make", [make_moons, make_circles, make_blobs])
def test_keywords_are_scikit_learn_s(make):
    X, y = make(n_samples=30, random_state=3)
    np.testing.assert_array_equal(X, make(30, seed=3)[0])
    X, y = make(n_samples=30, shuffle=False, random_state=3)
    assert list(y) == sorted(y)
    shuffled, labels = make(n_samples=30, random_state=3)
    assert list(labels) != sorted(labels)
    with pytest.raises(ValueError, match="two names for one thing"):
        make(seed=0, random_state=0)


@pytest.mark.parametrize("make", [make_moons, make_circles])
def test_shuffling_moves_points_and_labels_alike(make):
    plain = make(21, noise=0.0, shuffle=False)
    shuffled = make(21, noise=0.0, seed=0)
    rows = [sorted([*map(tuple, np.column_stack(both))]) for both in (plain, shuffled)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("name", [name for name in MAKERS if "blobs" not in name])
def test_noise_is_what_is_added_to_each_coordinate(name):
    noisy, _ = MAKERS[name](4000, noise=0.3, seed=1)
    clean, _ = MAKERS[name](4000, noise=0.0, seed=1)
    assert np.std(noisy - clean, axis=0) == pytest.approx([0.3, 0.3], rel=0.05)
    assert np.mean(noisy - clean, axis=0) == pytest.approx([0.0, 0.0], abs=0.03)


@settings(max_examples=10)
@given(st.integers(2, 50), st.floats(0.0, 0.99))
def test_circles_have_their_radius_and_go_all_round(count, factor):
    X, y = make_circles(count, noise=0.0, factor=factor, seed=0)
    radius = np.where(y == 0, 1.0, factor)
    np.testing.assert_allclose(np.linalg.norm(X, axis=1), radius, atol=1e-12)
    outer = X[y == 0]
    gaps = np.diff(np.sort(np.arctan2(outer[:, 1], outer[:, 0])))
    np.testing.assert_allclose(gaps, 2 * np.pi / len(outer), rtol=1e-9)


@settings(max_examples=10)
@given(st.integers(1, 4), st.floats(0.2, 3.0))
def test_arms_of_a_spiral_turn_with_their_radius_from_the_middle_to_one(arms, turns):
    X, y = make_spirals(40, noise=0.0, arms=arms, turns=turns, seed=0)
    radius = np.linalg.norm(X, axis=1)
    assert 0 < radius.min() < 0.1 and 0.9 < radius.max() <= 1.0
    angle = 2 * np.pi * (turns * radius + y / arms)
    np.testing.assert_allclose(X, radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]))


def test_blobs_lie_around_their_centres_as_wide_as_was_asked():
    centers, spread = [[0.0, 5.0, 1.0], [-3.0, 0.0, 2.0]], [0.5, 2.0]
    X, y = make_blobs([4000, 2000], centers=centers, cluster_std=spread, seed=0)
    assert np.bincount(y).tolist() == [4000, 2000]
    for label in (0, 1):
        cloud = X[y == label]
        error = spread[label] / np.sqrt(len(cloud))
        assert np.all(np.abs(cloud.mean(axis=0) - centers[label]) < 5 * error)
        assert np.std(cloud, axis=0) == pytest.approx(spread[label], rel=0.05)
    X, _ = make_blobs(300, centers=100, cluster_std=0.0, center_box=(2.0, 3.0), seed=0)
    assert X.min() >= 2.0 and X.max() <= 3.0 and len(np.unique(X, axis=0)) == 100


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: make_circles(1), "at least 2 points, one for each circle"),
        (lambda: make_circles(factor=1.0), "from 0 to below 1, not 1.0"),
        (lambda: make_circles(factor=-0.5), "from 0 to below 1"),
        (lambda: make_circles(noise=np.nan), "noise is a standard deviation"),
        (lambda: make_moons(noise=np.nan), "noise is a standard deviation"),
        (lambda: make_spirals(noise=-1.0), "noise is a standard deviation"),
        (lambda: make_spirals(arms=0), "each of 0 arms"),
        (lambda: make_spirals(2, arms=3), "each of 3 arms needs a point"),
        (lambda: make_blobs(0), "should count points, and is 0"),
        (lambda: make_blobs([3, -1]), "should count points"),
        (lambda: make_blobs([3, 1], centers=3), "for 2 clouds, and there are 3"),
        (lambda: make_blobs(centers=0), "a row for each cloud"),
        (lambda: make_blobs(centers=[0.0, 1.0]), r"have shape \(2,\)"),
        (lambda: make_blobs(cluster_std=-1.0), "cluster_std is a standard deviation"),
        (lambda: make_blobs(cluster_std=np.nan), "cluster_std is a standard deviation"),
        (lambda: make_blobs(cluster_std=[1.0, 2.0]), "for each of 3 clouds"),
        (lambda: make_blobs(center_box=(4, -4)), "give the lower end first"),
    ],
)
def test_what_makes_no_sense_is_refused(make, says):
    with pytest.raises(ValueError, match=says):
        make()
