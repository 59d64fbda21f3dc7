"""Q8, the whole: nothing is put in place of any answer."""

import numpy as np
import pytest

from autograder.asking.simulations.choosing import assert_tunes
from autograder.asking.simulations.settings import assert_after
from autograder.asking.simulations.whole import assert_whole_picture


@pytest.mark.whole
@pytest.mark.points(2, cell="q8-whole")
def test_whole_notebook(submission):
    """The whole notebook works: your simulation forms a picture, differentiated in segments."""
    assert_whole_picture(submission, 6, 3, 20, 2)


@pytest.mark.whole
@pytest.mark.hidden
@pytest.mark.points(4, cell="q8-whole")
def test_whole_notebook_any(submission):
    """The whole notebook works for longer, and training gets better by its own gradient."""
    assert_whole_picture(submission, 8, 4, 40, 3)
    start = np.array([2.0, -1.0])
    assert_after(submission, [0.05, 0.3, 0.1], 1.5, start / 2, "a bent valley")
    assert_tunes(submission, [0.05, 0.1, 0.2], 0.5, start, "a bent valley", 40, 0.1, 0.5)
