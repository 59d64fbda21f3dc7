"""Every run asks the same, on an idle machine and on a busy one, in one process or in several."""

from __future__ import annotations

import hypothesis
import pytest

# Cases come from the tests' own text, so that a failure is there again in the next run; and how
# long a case takes on a busy machine says nothing about what is tested.
hypothesis.settings.register_profile(
    "seeded",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("seeded")

#: What takes longest in one piece. pytest-xdist hands files out in order, so these come first, and
#: no worker begins one when all others are done.
LONGEST = (
    "tests/browser/",
    "tests/attacks/",
    "tests/test_demo.py",
    "tests/test_course.py",
    "tests/autograder/nbgrader/",
    "tests/auto",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, and leave the order inside of a file as it is."""

    def rank(item: pytest.Item) -> int:
        found = [n for n, start in enumerate(LONGEST) if item.nodeid.startswith(start)]
        return found[0] if found else len(LONGEST)

    items.sort(key=rank)
