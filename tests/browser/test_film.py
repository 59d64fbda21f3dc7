"""A film in a page of its own: it plays by buttons, with no kernel and no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from adlearn.show import film


def test_a_film_is_stepped_through(watch: Any, picture: Any, tmp_path: Path) -> None:
    frames = [np.roll(np.eye(6), k, axis=0) for k in range(4)]
    path = tmp_path / "film.html"
    path.write_text(f"<!doctype html><meta charset=utf-8>{film(frames, 'rolling').html}")
    page = watch(viewport={"width": 320, "height": 700})
    page.goto(path.as_uri())
    image = page.locator("img").first
    page.wait_for_function("(e) => e.naturalWidth > 0", arg=image.element_handle())
    changed = "([image, before]) => image.src !== before"
    same = "([image, before]) => image.src === before"
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="First frame").click()
    shown = page.evaluate(
        "Object.values(window).find((one) => one?.frames?.length === 4).frames[0].src"
    )
    page.wait_for_function(same, arg=[image.element_handle(), shown])
    page.get_by_role("button", name="Next frame").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(changed, arg=[image.element_handle(), shown])
    page.get_by_role("button", name="Previous frame").click()
    page.wait_for_function(same, arg=[image.element_handle(), shown])
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320
    picture("film", image, page.get_by_role("button", name="Increase speed"))
