"""A file of somebody else's: whatever is not replaced stays, byte for byte."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from autograder.errors import UsageError
from autograder.outgoing.template import read_template

TEXTS = st.text(st.sampled_from("ab,;\"'\n\r =é\t"), max_size=6)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, str]:
    """Draw a file as spreadsheets and systems write them, and its separator."""
    columns = draw(st.integers(2, 4))
    row = st.lists(TEXTS, min_size=columns, max_size=columns)
    rows = draw(st.lists(row, min_size=1, max_size=4))
    separator = draw(st.sampled_from(",;\t"))
    head = [f"c{number}" for number in range(columns)]
    page = io.StringIO(newline="")
    ends = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    if any("\r" in cell for cells in rows for cell in cells):  # which the writer forgets to quote
        quoting = csv.QUOTE_ALL
    csv.writer(page, delimiter=separator, lineterminator=ends, quoting=quoting).writerows(
        [head, *rows]
    )
    text = page.getvalue().removesuffix(draw(st.sampled_from(["", ends])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return text.encode(encoding), separator


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files(), st.data())
def test_only_what_is_replaced_changes(
    tmp_path: Path, file: tuple[bytes, str], data: st.DataObject
) -> None:
    """Cells are those that Python's reader finds, and the bytes around one cell are as before."""
    content, separator = file
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    template = read_template(path)
    encoding = "utf-16" if content[:1] == b"\xff" else "utf-8-sig"

    def rows(of: bytes) -> list[list[str]]:
        text = io.StringIO(of.decode(encoding), newline="")
        return list(filter(None, csv.reader(text, delimiter=separator)))

    assert [[cell.text for cell in row] for row in template.rows] == rows(content)
    assert template.with_cells({}) == content
    row = data.draw(st.integers(0, len(template.rows) - 1))
    column = data.draw(st.integers(0, len(template.rows[0]) - 1))
    text = data.draw(TEXTS)
    changed = template.with_cells({(row, column): text})
    expected = rows(content)
    expected[row][column] = text
    assert rows(changed) == expected
    cell = template.rows[row][column]
    before = template.text[: cell.start].encode(template.encoding)
    after = template.text[cell.end :].encode(template.encoding)
    assert changed.startswith(template.mark + before) and changed.endswith(after)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "there is nothing in it"),
        (b"a,b\n1,2,3\n", "line 2: there are 3 cells, and the first line has 2"),
        (b'a,b\n"x\ny",1\n3\n', "line 4: there are 1 cells"),
        (b'a,b\n1,"2\n', "line 2: a quotation mark is never closed"),
        ("a,b\nü,1\n".encode("latin-1"), "this is not text in UTF-8"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_template(path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_template(tmp_path / "none.csv")
