"""Sets of points are where they say they are, the same for a seed, and refuse what makes no sense."""

from __future__ import annotations

import numpy as np
import pytest

from adlearn.data import make_moons


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
