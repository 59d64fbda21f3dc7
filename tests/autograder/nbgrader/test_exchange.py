"""A course whose students hand in through nbgrader's exchange: a folder that everybody can reach.

What docs/how-to/jupyterhub.md says from release to feedback, with nbgrader's own commands, a folder
for the exchange and one for each of two students.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("nbgrader")

from tests.autograder.boxes import ANSWERS, POINTS  # noqa: E402
from tests.autograder.nbgrader.hub import Hub, fill_in  # noqa: E402

pytestmark = pytest.mark.usefixtures("no_process_left")
RIGHT = {**POINTS, "q1-mul": 2.0}


def hand_in(hub: Hub, student: str, answers: dict[str, str]) -> None:
    """Write answers into what was fetched, and submit it."""
    home = hub.student(student)
    fill_in(home / "boxes" / "boxes.ipynb", answers)
    hub.run(home, "submit", f"--student={student}")


def test_from_release_to_feedback_through_the_exchange(tmp_path: Path) -> None:
    """Both get what was released and nothing else; each gets points and a page for what is theirs,
    and a second submission counts where it is collected with `--update`."""
    hub = Hub(tmp_path)
    hub.run(hub.course, "generate_assignment")
    hub.run(hub.course, "release_assignment")
    for name in ("ada", "ben"):
        hub.run(hub.student(name), "fetch_assignment")
        fetched = sorted(path.name for path in (hub.student(name) / "boxes").iterdir())
        assert fetched == ["boxes.ipynb"]
        text = (hub.student(name) / "boxes" / "boxes.ipynb").read_text()
        assert "BEGIN SOLUTION" not in text and "return a + b" not in text
    everything = {**ANSWERS, "q1-mul-answer": ANSWERS["q1-mul-answer"].replace("a + b", "a * b")}
    hand_in(hub, "ada", everything)
    hand_in(hub, "ben", ANSWERS)

    hub.run(hub.course, "collect", "--before-duedate")
    hub.run(hub.course, "autograde")
    assert hub.scores("ada") == RIGHT
    assert hub.scores("ben") == POINTS

    hand_in(hub, "ben", everything)
    hub.run(hub.course, "collect", "--update")
    hub.run(hub.course, "autograde")
    assert hub.scores("ben") == RIGHT

    hub.run(hub.course, "generate_feedback")
    hub.run(hub.course, "release_feedback")
    pages = list((hub.exchange / "calculus" / "feedback").glob("*.html"))
    told = [page.read_text(encoding="utf-8") for page in pages]
    assert len(told) >= 2 and all("10.0 / 10.0" in page or "10 of 10" in page for page in told)
