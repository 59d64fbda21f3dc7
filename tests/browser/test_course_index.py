"""The students' index of a course in JupyterLab: its picture is seen, its links lead on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from autograder.course.command import main

ROOT = Path(__file__).parents[2]


def test_the_index_shows_its_picture_and_leads_to_the_notebooks(
    lab: Any, watch: Any, picture: Any, tmp_path: Path
) -> None:
    names = ("scalar", "tensor", "functional", "optimization", "applications")
    course = tmp_path / "course"
    listed = ",".join(str(ROOT / "assignments" / name) for name in names)
    assert main(["new", str(course), "--assignments", listed, "--id", "AD 101"]) == 0
    for name in names:  # as students have them: beside the index
        shutil.copytree(course / "source" / name, lab.folder / name)
    shutil.copy(course / "index.ipynb", lab.folder / "index.ipynb")
    page = watch()
    page.goto(f"{lab.url}/lab/tree/index.ipynb?reset")
    image = page.locator(".jp-RenderedMarkdown img")
    image.wait_for()
    page.wait_for_function("(e) => e.complete && e.naturalWidth > 0", arg=image.element_handle())
    box = image.bounding_box()
    assert box["width"] > 600 and box["height"] > 400
    assert "functional, which starts from scalar and tensor" in image.get_attribute("alt")
    table = page.locator(".jp-RenderedMarkdown table").first
    picture("course-index", page.locator(".jp-RenderedMarkdown h1").first, image, table)
    page.locator(".jp-RenderedMarkdown a:text-is('tensor')").first.click()
    page.locator(".lm-TabBar-tabLabel:text-is('tensor.ipynb')").wait_for()
