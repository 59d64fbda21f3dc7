"""A grid of digits says what each is and what it was taken for, in more than colour."""

from __future__ import annotations

import numpy as np
import pytest

import adlearn as ad
from adlearn.data import make_digits

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
IMAGES, LABELS = make_digits(100, seed=0)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def frames(ax):
    return {spine.get_linewidth() for spine in ax.spines.values()}


def test_each_digit_stands_under_its_label():
    axes = ad.plot_digits(IMAGES[:13], LABELS[:13])
    assert [ax.get_title() for ax in axes] == [str(label) for label in LABELS[:13]]
    for ax, image in zip(axes, IMAGES, strict=False):
        np.testing.assert_array_equal(ax.images[0].get_array(), image)
    empty = [ax for ax in axes[0].figure.axes if ax not in axes]
    assert len(empty) == 7 and not any(ax.axison for ax in empty)
    assert len({ax.images[0].norm.vmax for ax in axes}) == 1  # faint ones look faint


def test_wrong_predictions_are_marked_by_words_and_by_a_frame():
    predicted = LABELS[:20].astype(int)
    predicted[[3, 5]] = (predicted[[3, 5]] + 1) % 10
    axes = ad.plot_digits(IMAGES[:20], LABELS[:20], predicted)
    for at, ax in enumerate(axes):
        assert ax.title.get_weight() == ("bold" if at in (3, 5) else "normal")
        if at in (3, 5):
            assert ax.get_title() == f"✗ {predicted[at]}, not {LABELS[at]}"
            assert min(frames(ax)) > max(frames(axes[0]))
        else:
            assert ax.get_title() == str(LABELS[at]) and frames(ax) == frames(axes[0])
    assert axes[0].figure.get_suptitle() == "2 of 20 misread"


def test_of_many_digits_the_first_are_drawn_and_all_are_counted():
    axes = ad.plot_digits(IMAGES, LABELS, (LABELS + 1) % 10)
    assert len(axes) == 60
    assert axes[0].figure.get_suptitle() == "100 misread digits; the first 60 are shown"
    assert ad.plot_digits(IMAGES[:0], LABELS[:0]) == []


def test_rows_of_pixels_are_digits_too_and_axes_can_be_given():
    import matplotlib.pyplot as plt

    given = plt.subplots(1, 3)[1]
    rows = IMAGES[:3].reshape(3, 784) / np.float32(255)
    axes = ad.plot_digits(rows, predicted=LABELS[:3], axes=given)
    assert axes == list(given) and axes[1].get_title() == str(LABELS[1])
    drawn = axes[2].images[0].get_array()
    np.testing.assert_allclose(drawn, IMAGES[2] / 255, rtol=1e-6)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((IMAGES[0],), r"\(n, 784\), not \(28, 28\). Of one image, pass images\[:1\]"),
        ((IMAGES[0].ravel(),), r"not \(784,\)"),
        ((IMAGES[:5], LABELS[:4]), r"`labels` for each of the 5 images: shape \(5,\), not \(4,\)"),
        ((IMAGES[:5], None, np.eye(10)[:5]), r"`predicted`.*pass predicted.argmax\(axis=1\)"),
    ],
)
def test_what_is_no_picture_or_does_not_fit_is_refused_with_the_remedy(arguments, says):
    with pytest.raises(ValueError, match=says):
        ad.plot_digits(*arguments)
