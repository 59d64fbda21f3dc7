"""Copies stand out however they are disguised, and honest work does not."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from autograder.build import answered_notebook, release_notebook, write_notebook
from autograder.cli import main
from autograder.similarity.comparing import compare, most_in_common
from autograder.similarity.fingerprints import RUN, WINDOW, hashes_of, winnowed
from autograder.similarity.reading import Known, Written
from autograder.similarity.regions import regions_of
from autograder.similarity.tokens import read_tokens
from tests.autograder.similarity.disguises import DISGUISES, remarks, renamed

NOTHING = np.zeros(0, dtype=np.uint64)
#: Who of the honest class is copied: with very much of their own, much, and little.
COPIED = ("s0", "s7", "s15")


def words(text: str, known: tuple[str, ...] = ()) -> list[str]:
    return [token.text for token in read_tokens(text, known)]


def standing(everybody: list[Written]) -> set[frozenset[str]]:
    pairs = compare(everybody).pairs
    return {frozenset((one.first.name, one.second.name)) for one in pairs if one.stands_out}


def test_nobody_stands_out_beside_themselves(
    people: Any, honest: list[Written], of: Callable[..., Written]
) -> None:
    """Who hands in twice copies nothing; whoever copies one of the two still stands out."""
    twice = [of(f"s0@{n}", people["s0"], student="s0") for n in (1, 2)]
    copy = of("copy", people["s0"])
    assert standing([*twice, *honest[1:]]) == set()
    assert standing([*twice, copy, *honest[1:]]) == {frozenset((one.name, "copy")) for one in twice}


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


def test_no_two_different_right_answers_stand_out(honest: list[Written]) -> None:
    found = compare(honest)
    assert [pair.level for pair in found.pairs if pair.stands_out] == []
    most = found.pairs[0]
    assert max(pair.weight for pair in found.pairs) == most.weight > 0


@pytest.mark.parametrize("who", COPIED)
@pytest.mark.parametrize("way", DISGUISES)
def test_a_disguised_copy_stands_out_and_nobody_else(
    way: str, who: str, people: Any, honest: list[Written], of: Callable[..., Written]
) -> None:
    copy = DISGUISES[way](people[who])
    assert copy != people[who]
    everybody = [*honest, of("copy", copy)]
    assert standing(everybody) == {frozenset((who, "copy"))}
    assert compare(everybody).pairs[0].level == "much"


def test_one_copied_answer_stands_out_among_honest_ones(
    people: Any, honest: list[Written], of: Callable[..., Written]
) -> None:
    taken = renamed({"q5-answer": people["s5"]["q5-answer"]})
    copy = of("copy", {**people["s1"], **taken})
    found = compare([*(one for one in honest if one.name != "s1"), copy])
    (pair,) = [one for one in found.pairs if one.stands_out]
    assert {pair.first.name, pair.second.name} == {"s5", "copy"}
    assert pair.level == "one answer" and pair.cells[0].cell == "q5-answer"


def test_what_the_release_and_the_reference_answers_say_does_not_count(
    scalar: Any, of: Callable[..., Written]
) -> None:
    reference = of("reference", scalar.answers())
    assert len(reference.fingerprints) == 0
    given = [cell.source for cell in scalar.cells if cell.role == "given" and cell.kind == "code"]
    assert len(of("given", dict(enumerate(map(str, given)))).fingerprints) == 0
    assert len(of("renamed", renamed(scalar.answers())).fingerprints) < 40


def test_answers_of_a_line_say_nothing(of: Callable[..., Written]) -> None:
    short = {
        "q1": "def f(a, b):\n    return a * b",
        "q2": "def g(x):\n    return (1 / x,)",
        "q3": "AutogradValue.backward = backward",
    }
    everybody = [of(name, short) for name in ("a", "b")] + [of("c", {"q1": "x = 1"})]
    assert compare(everybody).pairs == ()


def test_what_many_have_in_common_does_not_count(
    people: Any, honest: list[Written], of: Callable[..., Written]
) -> None:
    idiom = people["s3"]["q5-answer"]
    count = most_in_common(len(honest)) + 1
    many = [of(f"m{n}", {**people[f"s{n}"], "q5-answer": idiom}) for n in range(count)]
    others = honest[count:]
    found = compare([*others, *many])
    marks = of("idiom", {"q5-answer": idiom}).fingerprints
    assert set(marks.tolist()) <= set(found.common.tolist())
    copy = of("copy", {**people["s0"], "q5-answer": idiom})
    pair = compare([*others, *many, copy]).pairs[0]
    assert (pair.first.name, pair.second.name) == ("m0", "copy")
    assert (pair.of_first, pair.of_second) == (1.0, 1.0)


def test_earlier_ones_are_compared_with_this_class_only(
    people: Any, honest: list[Written], of: Callable[..., Written]
) -> None:
    earlier = [of(f"earlier-{n}", remarks(people["s0"]), earlier=True) for n in (1, 2)]
    found = [one for one in compare([*earlier, *honest]).pairs if one.stands_out]
    assert {(one.first.name, one.second.name) for one in found} == {
        ("s0", "earlier-1"),
        ("s0", "earlier-2"),
    }


@pytest.mark.parametrize("count", [2, 3])
def test_a_copy_stands_out_in_a_class_of_two_or_three(
    count: int, people: Any, honest: list[Written], of: Callable[..., Written]
) -> None:
    everybody = [honest[0], of("copy", renamed(people["s0"])), honest[9]][:count]
    assert standing(everybody) == {frozenset(("s0", "copy"))}


def test_pairs_are_those_that_comparing_each_with_each_finds(honest: list[Written]) -> None:
    found = {
        (one.first.name, one.second.name): (one.weight, one.count) for one in compare(honest).pairs
    }
    size = len(honest)
    holders: dict[int, int] = {}
    for one in honest:
        for mark in one.fingerprints.tolist():
            holders[mark] = holders.get(mark, 0) + 1
    for one, other in itertools.combinations(honest, 2):
        both = set(one.fingerprints.tolist()) & set(other.fingerprints.tolist())
        rare = [holders[mark] for mark in both if holders[mark] <= most_in_common(size)]
        weight = sum(np.log((size + 20) / held) / np.log((size + 20) / 2) for held in rare)
        if weight >= 8:
            assert found.pop((one.name, other.name)) == (pytest.approx(weight), len(rare))
    assert found == {}


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from("+-*/%&|^@<>"), max_size=60),
    st.lists(st.sampled_from("+-*/%&|^@<>"), min_size=RUN + WINDOW, max_size=RUN + WINDOW),
    st.lists(st.sampled_from("+-*/%&|^@<>"), max_size=60),
)
def test_no_common_stretch_that_is_long_enough_is_missed(
    before: list[str], common: list[str], after: list[str]
) -> None:
    one, other = (
        hashes_of([read_tokens("x = 1 " + " a ".join(text))])
        for text in ([*before, *common, *after], [*after, *common, *before])
    )
    shared = set(one[winnowed(one, NOTHING)].tolist()) & set(
        other[winnowed(other, NOTHING)].tolist()
    )
    assert shared
    assert len(winnowed(one, NOTHING)) <= len(one)
    hidden = np.unique(one)
    assert len(winnowed(one, hidden)) == 0


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("total = total + 1  # up", "x=x+2"),
        ('def f(a):\n    """Say."""\n    return a', "def g(b):\n  # no\n\n  return b"),
        ("x = 'a'", 'y = """b"""'),
        ("%matplotlib inline\nx = 1", "pass\ny = 2"),
        ("    x = 1\n    y = 2", "a = 1\nb = 2"),
        ("x = [1,\n     2]", "x = [1, 2]"),
    ],
)
def test_what_is_easily_changed_does_not_count(text: str, same_as: str) -> None:
    assert words(text) == words(same_as)


def test_attributes_that_the_assignment_demands_are_told_apart() -> None:
    assert words("a.grads", ("grads",)) != words("a.parents", ("grads", "parents"))
    assert words("a.mine", ("grads",)) == words("a.other", ("grads",))
    assert words("s.append(x)") != words("s.add(x)")
    assert words("sum(x)") != words("len(x)")


@pytest.mark.parametrize(
    "text",
    [
        "def f(:\n    return a\n  x = 1\nend = 7",
        '"""never ends\nx = 1\nend = 7',
        "x = 'never\nend = 7",
        "if x:\n        a\n    b\nend = 7",
        "x = 1 $ 2 ?\nend = 7",
        "\x00\x01 nul\nend = 7",
        "x = )))\nend = 7",
        "'\n" * 200 + "end = 7",
    ],
)
def test_code_that_is_no_python_is_read_to_its_end(text: str) -> None:
    found = read_tokens(text)
    shown = [token.text for token in found if token.text != ";"]
    assert shown[-3:] == ["name", "=", "number"]
    last = [token for token in found if token.text == "="][-1]
    assert (last.line, last.start) == (text.count("\n") + 1, 4)


def test_places_are_the_same_in_both_and_cover_what_was_copied(
    people: Any, of: Callable[..., Written], known: Known
) -> None:
    one, other = of("one", people["s7"]), of("other", DISGUISES["idle"](people["s7"]))
    tokens = [written.tokens(known) for written in (one, other)]
    regions = regions_of(one, other, known, NOTHING)
    used: set[int] = set()
    for region in regions:
        texts = [
            [read[at][1].text for at in sorted(span.same)]
            for read, span in zip(tokens, (region.first, region.second), strict=True)
        ]
        assert texts[0] == texts[1]
        assert not used & region.second.same
        used |= region.second.same
        for read, span in zip(tokens, (region.first, region.second), strict=True):
            assert {read[at][0] for at in span.same} == {span.part}
    assert sum(region.count for region in regions) > 0.5 * len(tokens[0])
    itself = regions_of(one, one, known, NOTHING)
    assert all(region.first == region.second for region in itself)


@pytest.fixture(scope="module")
def written_pages(
    scalar: Any, people: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, int]:
    """Seven notebooks: four honest ones, a copy, the release, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("similar")
    submitted = folder / "submitted"
    answers = {name: people[name] for name in ("s0", "s3", "s5", "s7")}
    answers["copy"] = remarks(people["s0"])
    answers["copy"]["q3-answer"] += "\n# <script>alert(1)</script> \u202e"
    for name, cells in answers.items():
        write_notebook(answered_notebook(scalar, cells), submitted / f"{name}.ipynb")
    write_notebook(release_notebook(scalar), submitted / "stubs.ipynb")
    (submitted / "empty.ipynb").write_text("")
    (folder / "web.py").write_text("\n\n".join(people["s5"].values()))
    status = run(
        *("similar", submitted, "-a", scalar.folder, "-o", folder / "pages"),
        *("--earlier", folder / "web.py"),
    )
    return folder, folder / "pages", status


def test_the_command_writes_a_list_and_a_page_for_each_pair(
    written_pages: tuple[Path, Path, int],
) -> None:
    _, pages, status = written_pages
    assert status == 1  # one could not be read
    index = (pages / "similar.html").read_text()
    assert "7 submissions were compared. 2 pairs stand out" in index
    assert 'href="pair-copy--s0.html"' in index and "empty.ipynb: the file is empty" in index
    assert "copy and s0" in index and 'href="pair-s5--earlier-web.html"' in index
    for page in pages.glob("*.html"):
        text = page.read_text()
        assert "<script" not in text and "\u202e" not in text
        for link in re.findall(r'href="([^"#:]+)"', text):
            assert (pages / link).is_file(), (page.name, link)
    for page in (index, *(one.read_text() for one in pages.glob("pair-*.html"))):
        assert "This is something to look at, and no verdict." in page
        assert "What else it may come from:" in page


def test_a_pairs_page_shows_each_place_in_both_with_cell_and_lines(
    written_pages: tuple[Path, Path, int],
) -> None:
    page = (written_pages[1] / "pair-copy--s0.html").read_text()
    places = re.findall(r'<section class="region" id="place-(\d+)"', page)
    assert places == [str(n) for n in range(1, len(places) + 1)] and len(places) > 5
    heads = re.findall(r"<h4>(copy|s0): (\S+) \(cell \d+\), lines? \d+(?: to \d+)?</h4>", page)
    assert [who for who, _ in heads] == ["copy", "s0"] * len(places)
    assert all(one[1] == other[1] for one, other in zip(heads[::2], heads[1::2], strict=True))
    assert page.count("<mark>") > 2 * len(places)
    for number in places:
        assert page.count(f'href="#place-{number}"') == 2


def test_submissions_that_are_the_same_word_for_word_are_said_to_be_so(
    scalar: Any, tmp_path: Path
) -> None:
    for name in ("ada", "ben"):
        write_notebook(answered_notebook(scalar), tmp_path / f"in/{name}.ipynb")
        write_notebook(release_notebook(scalar), tmp_path / f"in/stubs-{name}.ipynb")
    assert run("similar", tmp_path / "in", "-a", scalar.folder, "-o", tmp_path / "out") == 0
    page = (tmp_path / "out" / "similar.html").read_text()
    assert re.findall(r"<h2>The same word for word</h2>.*?<li>(.*?)</li>", page) == ["ada, ben"]
    assert "No pair stands out." in page


def test_what_cannot_be_compared_is_named_with_the_remedy(
    scalar: Any, tmp_path: Path, capsys: Any
) -> None:
    (tmp_path / "one.ipynb").write_text(json.dumps({"nbformat": 3}))
    given = ("similar", tmp_path, "-a", scalar.folder, "-o", tmp_path / "out")
    assert run(*given) == 2
    said = capsys.readouterr().err
    assert "there are not two submissions to compare" in said and "format 3" in said
    assert not (tmp_path / "out").exists()
    assert run("similar", tmp_path / "nowhere", "-a", scalar.folder) == 2
    assert "there is no such file" in capsys.readouterr().err
