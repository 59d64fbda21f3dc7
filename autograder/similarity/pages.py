"""The pages about likeness: which pairs and groups stand out, and one page for each pair."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from autograder.feedback import escaped
from autograder.overview.dress import percent, plain, table, whole_page
from autograder.pages_folder import write_all
from autograder.similarity.comparing import Compared, Pair
from autograder.similarity.fingerprints import RUN
from autograder.similarity.picture import MOST_DRAWN, groups_of, in_words, picture_of
from autograder.similarity.reading import Known
from autograder.similarity.side_by_side import NO_VERDICT, REASONS, pair_page

#: The page that lists all pairs.
INDEX = "similar.html"

_LEVELS = {"much": "much alike", "one answer": "one answer alike", "some": "some"}


def write_similarity(
    compared: Compared,
    known: Known,
    folder: Path,
    *,
    title: str,
    count: int,
    unread: Mapping[str, str],
    same: Sequence[Sequence[str]],
    submissions: Mapping[str, Callable[[], str]],
    source: Path,
) -> Path:
    """Write all pages, and give the path of the one that lists the pairs.

    Parameters
    ----------
    compared : Compared
    known : Known
    folder : Path
    title : str
        The assignment's.
    count : int
        How many submissions were read.
    unread : mapping
        Path to the reason why it was not.
    same : sequence of sequence of str
        Those whose texts are the same word for word.
    submissions : mapping
        Name to what writes the page of that whole submission.
    source : Path
        What the pages are made of.

    Raises
    ------
    UsageError
        If they cannot be written there.
    """
    pages = {name: f"submission-{name}.html" for name in submissions}
    texts: dict[str, Callable[[], str]] = {pages[n]: write for n, write in submissions.items()}
    files = {
        id(pair): f"pair-{pair.first.name}--{pair.second.name}.html" for pair in compared.pairs
    }
    for pair in compared.pairs:
        texts[files[id(pair)]] = partial(pair_page, pair, known, compared.common, pages, INDEX)
    texts[INDEX] = lambda: _index(compared, files, title, count, unread, same)
    return write_all(texts, folder, source)[-1]


def _index(
    compared: Compared,
    files: Mapping[int, str],
    title: str,
    count: int,
    unread: Mapping[str, str],
    same: Sequence[Sequence[str]],
) -> str:
    standing = [pair for pair in compared.pairs if pair.stands_out]
    body = [
        f'<div class="note"><p><strong>{NO_VERDICT}</strong> What else it may come from: '
        f"{'; '.join(REASONS)}. Read both before you speak to anybody.</p></div>",
        f"<p>{count} submissions were compared. {_stand_out(standing)}</p>",
    ]
    if drawn := picture_of(standing):
        groups = groups_of(standing)
        large = [one for one in groups if len(one) > MOST_DRAWN]
        body.append(
            "<h2>Groups</h2><p>A line is a pair that stands out, the thicker the more alike; a "
            f'dashed one is alike in one answer.</p><div class="wide" tabindex="0" role="region" '
            f'aria-label="Groups">{drawn}</div>'
            f"<details><summary>In words</summary><p>{plain(in_words(groups), 5000)}</p></details>"
        )
        body += [
            f"<p>{len(one)} are one group: {plain(', '.join(one), 5000)}.</p>" for one in large
        ]
    if same:
        items = "".join(f"<li>{plain(', '.join(one), 2000)}</li>" for one in same)
        body.append(
            "<h2>The same word for word</h2><p>All that these wrote is the same, comments and "
            f"spaces too.</p><ul>{items}</ul>"
        )
    if standing:
        body.append(f"<h2>Pairs</h2>{_pairs('Pairs', standing, files)}")
    if others := [pair for pair in compared.pairs if not pair.stands_out]:
        called = f"{len(others)} pairs that do not stand out"
        body.append(
            f"<details><summary>{called}</summary><p>Who solves the same question shares "
            f"something. These have most of that.</p>{_pairs(called, others, files)}</details>"
        )
    if compared.left_out:
        body.append(f"<p>{compared.left_out} more pairs share something, and have no page.</p>")
    if unread:
        items = "".join(f"<li>{escaped(text)}</li>" for text in unread.values())
        body.append(f"<h2>Not compared</h2><ul>{items}</ul>")
    body.append(_method(compared))
    return whole_page(f"How alike submissions are: {title}", "".join(body))


def _stand_out(standing: Sequence[Pair]) -> str:
    if not standing:
        return "No pair stands out."
    verb = "pair stands" if len(standing) == 1 else "pairs stand"
    return f"{len(standing)} {verb} out: more of what few others wrote is the same than by chance."


def _pairs(caption: str, pairs: Sequence[Pair], files: Mapping[int, str]) -> str:
    head = [
        *(("pair", False), ("how alike", False), ("of the first", True), ("of the second", True)),
        *(("fingerprints", True), ("where most", False)),
    ]
    rows = []
    for pair in pairs:
        names = f"{plain(pair.first.name)} and {plain(pair.second.name)}"
        if pair.second.earlier:
            names += " <small>(earlier)</small>"
        where = ", ".join(plain(one.cell or "own code") for one in pair.cells[:3])
        level = _LEVELS[pair.level]
        rows.append(
            [
                f'<a href="{plain(files[id(pair)])}">{names}</a>',
                f"<strong>{level}</strong>" if pair.stands_out else level,
                percent(pair.of_first),
                percent(pair.of_second),
                f"{pair.count}",
                where,
            ]
        )
    return table(caption, head, rows)


def _method(compared: Compared) -> str:
    return (
        "<details><summary>How this is worked out</summary>"
        "<p>Answers and own cells are read as tokens. Names that were chosen, numbers, texts, "
        "comments and layout do not count. "
        f"Of the runs of {RUN} tokens some are kept as fingerprints, so that no longer stretch "
        "that is the same is missed, wherever it stands (winnowing: Schleimer, Wilkerson and "
        "Aiken 2003, the algorithm of MOSS). An answer that is shorter than that says nothing.</p>"
        "<p>What the assignment gives and what stands in its reference answers does not count, "
        f"and nor does what more than {compared.most} submissions have. A fingerprint weighs the "
        "more the fewer have it. The columns say which part of what only few have is in the other "
        "one, too. Pairs that stand out come first, then those that share most.</p></details>"
    )
