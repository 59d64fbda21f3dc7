"""Feedback for students: a file for each, and a page that lists them all for who teaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from autograder import feedback, names
from autograder.classroom.grades import Grade
from autograder.feedback import escaped, to_page
from autograder.language import say, speaking
from autograder.outgoing.index import to_index
from autograder.pages_folder import write_all
from autograder.report import Report


def write_pages(grades: Sequence[Grade], folder: Path, results: Path | None = None) -> Path:
    """Write one HTML page for each submission and an index; give the index's path.

    A submission that has no grade has a page, too: it says why.

    Raises
    ------
    UsageError
        If the folder cannot be written, or holds something else of these names.
    """
    handed_in = [grade for grade in grades if grade.name]
    files = dict(zip((one.name for one in handed_in), _files(handed_in, "html"), strict=True))
    texts: dict[str, Callable[[], str]] = {
        files[grade.name]: partial(page_of, grade) for grade in handed_in
    }
    texts["index.html"] = partial(to_index, grades, files)
    return write_all(texts, folder, results)[-1]


def page_of(grade: Grade) -> str:
    """Write what the student of a grade reads, as a whole HTML page."""
    if grade.report is not None:
        return to_page(grade.report)
    with speaking(grade.speech) as speech:
        return _NO_GRADE.format(
            lang=escaped(speech.tag),
            title=escaped(say("Not graded yet")),
            yet=escaped(say("What you handed in has no points yet. The reason:")),
            reason=escaped(to_student(grade)),
            remedy=escaped(
                say(
                    "If you can mend that, hand in the mended notebook. If not, show this page to "
                    "your teacher."
                )
            ),
        )


def to_student(grade: Grade) -> str:
    """Say why there is no grade, without the folders in which somebody keeps submissions."""
    name = grade.file.rsplit("/", 1)[-1]
    return re.sub(f"^.*?/{re.escape(name)}(?=: )", lambda _: name, grade.problem)


def _files(grades: Sequence[Grade], ending: str) -> list[str]:
    """Give each grade a file of its own, and none the index."""
    return [f"{name}.{ending}" for name in names.unique((one.name, one.name) for one in grades)]


#: What students can be given, one file each: the kind, how it is written, and the file's ending.
FEEDBACK: dict[str, tuple[Callable[[Report], str], str]] = {
    "md": (feedback.to_markdown, "md"),
    "text": (lambda report: feedback.to_text(report) + "\n", "txt"),
    "feedback-json": (feedback.to_json, "json"),
}


def write_feedback(
    grades: Sequence[Grade], kind: str, folder: Path, results: Path | None = None
) -> list[Path]:
    """Write one file of feedback for each graded submission, of one of the kinds in `FEEDBACK`.

    Raises
    ------
    UsageError
        If the folder cannot be written, or holds something else of these names.
    """
    write, ending = FEEDBACK[kind]
    graded = [(grade, grade.report) for grade in grades if grade.report is not None]
    files = _files([grade for grade, _ in graded], ending)
    texts = {file: partial(write, report) for file, (_, report) in zip(files, graded, strict=True)}
    return write_all(texts, folder, results)


_NO_GRADE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font-family: system-ui, sans-serif; line-height: 1.5; max-width: 54em; margin: 2em auto;
        padding: 0 1em; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{yet}</p>
<p><strong>{reason}</strong></p>
<p>{remedy}</p>
</main>
</body>
</html>
"""
