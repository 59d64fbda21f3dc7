"""A film: every frame it was given, buttons with signs of their own, nothing from elsewhere."""

from __future__ import annotations

import re

import numpy as np
import pytest

from adlearn.show import film, film_of

pytest.importorskip("matplotlib")

FRAMES = [np.roll(np.eye(4), k, axis=0) for k in range(3)]


def test_a_film_has_every_frame_and_needs_no_network():
    html = film(FRAMES, "a title")._repr_html_()
    assert len(re.findall(r'frames\[\d+\] = "data:image/png', html)) == 3
    assert len(set(re.findall(r'frames\[\d+\] = "([^"]*)"', html))) == 3
    assert not re.findall(r"(?:src|href)\s*=\s*[\"']?https?:", html)
    assert "fa fa-" not in html


def test_every_button_has_a_name_and_a_sign():
    buttons = re.findall(r'<button title="([^"]+)"[^>]*>\s*(\S+?)</button>', film(FRAMES).html)
    assert dict(buttons)["Play"] == "▶" and dict(buttons)["Next frame"] == "▸"
    assert dict(buttons)["First frame"] == "|◂" and dict(buttons)["Last frame"] == "▸|"
    assert len(buttons) == 9 and all(len(sign) <= 2 for _, sign in buttons)


def test_a_film_says_what_it_shows_to_those_who_hear_a_page():
    """And the title of a picture is no markup."""
    assert '<img alt="a &quot;b&quot; &lt;c&gt;" id=' in film(FRAMES, 'a "b" <c>').html
    assert '<img alt="A film of 2 pictures" id=' in film_of(lambda axes, k: None, 2).html
    assert '<input aria-label="Picture" id="_anim_slider' in film(FRAMES).html


def test_a_film_leaves_no_figure_open():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    film(FRAMES)
    assert plt.get_fignums() == before


def test_darkness_is_the_same_for_all_frames():
    """A frame is as bright as its numbers are, not as the brightest of its own."""
    dim, bright = np.full((4, 4), 0.5), np.eye(4)
    html = film([bright, dim]).html
    again = film([bright, np.full((4, 4), 1.0)]).html
    assert re.findall(r'frames\[1\] = "([^"]*)"', html) != re.findall(
        r'frames\[1\] = "([^"]*)"', again
    )


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ([], "no frames at all"),
        ([np.ones(3)], "(3,)"),
        ([np.ones((2, 2)), np.ones((3, 3))], "(2, 2), (3, 3)"),
        (None, "NoneType"),
    ],
)
def test_what_is_no_film_is_refused_with_the_remedy(frames, said):
    with pytest.raises(ValueError, match="a list of frames") as refused:
        film(frames)
    assert said in str(refused.value)


def test_a_film_of_drawings_has_each_one_and_begins_with_the_first():
    """Each is drawn into axes that are empty: what one drew is not in the next."""
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    seen = []

    def draw(axes, k):
        seen.append((k, len(axes.lines)))
        axes.plot([0, 1], [0, k])

    html = film_of(draw, 4).html
    assert len(set(re.findall(r'frames\[\d+\] = "([^"]*)"', html))) == 4
    assert [k for k, _ in seen[-4:]] == [0, 1, 2, 3] and {there for _, there in seen} == {0}
    assert plt.get_fignums() == before


@pytest.mark.parametrize(("draw", "count"), [(FRAMES, 3), (lambda axes, k: None, 0), (print, 2.0)])
def test_what_is_no_film_of_drawings_is_refused_with_the_remedy(draw, count):
    with pytest.raises(ValueError, match=r"draw\(axes, k\)"):
        film_of(draw, count)
