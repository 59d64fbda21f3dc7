"""One report, said in HTML, text, Markdown and JSON; notebook, pages and nbgrader all use these."""

from autograder.feedback.data import to_json
from autograder.feedback.decided import changed, decided_by_hand
from autograder.feedback.markdown import to_markdown
from autograder.feedback.page import escaped, to_card, to_html, to_page
from autograder.feedback.text import about, to_text
from autograder.feedback.words import (
    about_hidden,
    amount,
    clean,
    earned,
    in_progress,
    points,
    score,
    summary,
    to_be_graded,
    word,
)

__all__ = [
    "about",
    "about_hidden",
    "amount",
    "changed",
    "clean",
    "decided_by_hand",
    "earned",
    "escaped",
    "in_progress",
    "points",
    "score",
    "summary",
    "to_be_graded",
    "to_card",
    "to_html",
    "to_json",
    "to_markdown",
    "to_page",
    "to_text",
    "word",
]
