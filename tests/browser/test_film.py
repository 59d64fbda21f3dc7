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
    page = watch(viewport={"width": 390, "height": 700})
    page.goto(path.as_uri())
    image = page.locator("img").first
    page.wait_for_function("(e) => e.naturalWidth > 0", arg=image.element_handle())
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="First frame").click()
    first = image.get_attribute("src")
    page.get_by_role("button", name="Next frame").focus()
    page.keyboard.press("Enter")
    second = image.get_attribute("src")
    assert first != second
    page.get_by_role("button", name="Previous frame").click()
    assert image.get_attribute("src") == first
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    picture("film", image, page.get_by_role("button", name="Increase speed"))
