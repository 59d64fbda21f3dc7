"""Two submissions side by side: each place that is the same in both, then all that they wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.overview.dress import code, percent, plain, whole_page
from autograder.similarity.comparing import Pair
from autograder.similarity.reading import Known, Written
from autograder.similarity.regions import Hashes, Region, Span, lines_of, regions_of
from autograder.similarity.tokens import Token

#: What is said on every page, before anything else.
NO_VERDICT = (
    "This is something to look at, and no verdict. It says that two texts are alike, and not why: "
    "no points depend on it."
)

#: What else than copying makes two submissions alike.
REASONS = (
    "the two worked together, and that was allowed",
    "both had the same help: a tutor, a friend, a lecture, a book, a page on the web, an assistant "
    "that writes code",
    "there are few ways to write this answer, and both took the same one",
    "one of them is an earlier attempt of the same person, or of a team",
)

STYLE = """
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: .2em 1em; }
.two h4, .two h3 { margin: .2em 0; font-size: 1em; }
.region { border-top: 1px solid var(--line); padding: .4em 0 1em; }
pre.code { white-space: pre-wrap; max-height: none; padding-left: 3.6em; }
pre.code .no { display: inline-block; width: 2.4em; margin-left: -3em; margin-right: .6em;
               text-align: right; opacity: .75; user-select: none; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
mark a { color: inherit; }
@media (max-width: 720px) { .two { grid-template-columns: minmax(0, 1fr); } }
"""


def pair_page(
    pair: Pair, known: Known, common: Hashes, pages: Mapping[str, str], index: str
) -> str:
    """Write the page of a pair.

    Parameters
    ----------
    pair : Pair
    known : Known
    common : ndarray of uint64
        Fingerprints that too many have.
    pages : mapping
        Name to the page with the whole submission.
    index : str
        The page that lists all pairs.
    """
    both = pair.first, pair.second
    regions = regions_of(*both, known, common)
    tokens = [one.tokens(known) for one in both]
    shown = [_region(number, one, both, tokens) for number, one in enumerate(regions, start=1)]
    title = f"{pair.first.name} and {pair.second.name}, side by side"
    links = " ".join(
        f'<a href="{plain(pages[one.name])}">{plain(one.name)}, the whole notebook</a>.'
        for one in both
        if one.name in pages
    )
    whole = "".join(
        f"<div><h3>{plain(one.name)}</h3>{_everything(one, tokens[side], regions, side)}</div>"
        for side, one in enumerate(both)
    )
    body = (
        f'<p><a href="{plain(index)}">All pairs</a>. {links}</p>'
        f'<div class="note"><p><strong>{NO_VERDICT}</strong> What else it may come from: '
        f"{'; '.join(REASONS)}. Read both, and ask both.</p></div>"
        f"<p>{plain(in_words(pair))} {_amount(regions)}</p>"
        f"<h2>What is the same, place by place</h2>"
        "<p>Marked is what is the same when names that were chosen, numbers, texts, comments and "
        "layout do not count.</p>"
        f"{''.join(shown)}"
        f"<h2>All that they wrote</h2><p>Without what the assignment gives. A number in "
        f'brackets leads to the place above.</p><div class="two">{whole}</div>'
    )
    return whole_page(title, body, STYLE)


def in_words(pair: Pair) -> str:
    """Say how much two submissions share."""
    one, other = pair.first.name, pair.second.name
    here, there = percent(pair.of_first), percent(pair.of_second)
    said = (
        f"Of what {one} wrote and few others did, {here} is in {other}'s notebook; of {other}'s, "
        f"{there} is in {one}'s."
    )
    alike = [shared.cell for shared in pair.cells if shared.alike]
    if pair.level == "one answer":
        said += f" Nearly all of it is the same in {', '.join(alike)}."
    return said


def _amount(regions: Sequence[Region]) -> str:
    count = sum(region.count for region in regions)
    places = f"{len(regions)} place{'s' * (len(regions) != 1)}"
    return f"In {places}, {count} words and signs of the code are the same."


def _region(
    number: int,
    region: Region,
    both: tuple[Written, Written],
    tokens: Sequence[Sequence[tuple[int, Token]]],
) -> str:
    sides = []
    for one, read, span in zip(both, tokens, (region.first, region.second), strict=True):
        part = one.parts[span.part]
        first, last = lines_of(read, span)
        lines = f"line {first}" if first == last else f"lines {first} to {last}"
        where = f"{one.name}: {part.title}, {lines}"
        inside = [(token, at in span.same) for at, token in _of_part(read, span.part)]
        sides.append(
            f"<div><h4>{plain(where)}</h4>"
            f"{marked(part.source, inside, first, last, plain(where))}</div>"
        )
    return (
        f'<section class="region" id="place-{number}" aria-label="Place {number}">'
        f"<h3>Place {number}</h3>"
        f'<div class="two">{"".join(sides)}</div></section>'
    )


def _of_part(read: Sequence[tuple[int, Token]], part: int) -> list[tuple[int, Token]]:
    return [(at, token) for at, (number, token) in enumerate(read) if number == part]


def _everything(
    one: Written, read: Sequence[tuple[int, Token]], regions: Sequence[Region], side: int
) -> str:
    spans: list[tuple[int, Span]] = [
        (number, (region.first, region.second)[side])
        for number, region in enumerate(regions, start=1)
    ]
    same = {at for _, span in spans for at in span.same}
    begins = {span.begin: number for number, span in spans}
    texts = []
    for number, part in enumerate(one.parts):
        inside = _of_part(read, number)
        where = f"{one.name}: {part.title}"
        lead = {token.line: begins[at] for at, token in inside if at in begins}
        texts.append(
            f"<h4>{plain(part.title)}</h4>"
            + marked(
                part.source,
                [(token, at in same) for at, token in inside],
                1,
                part.source.count("\n") + 1,
                plain(where),
                lead,
            )
        )
    return "".join(texts)


def marked(
    source: str,
    tokens: Sequence[tuple[Token, bool]],
    first: int,
    last: int,
    called: str,
    places: Mapping[int, int] | None = None,
) -> str:
    """Write lines of a cell with their numbers, and mark tokens in them.

    Parameters
    ----------
    source : str
    tokens : sequence of (Token, bool)
        In order, and whether each is to be marked.
    first, last : int
        Lines, from 1.
    called : str
        What a screen reader calls it, escaped.
    places : mapping, optional
        Line to the number of the place that begins in it.
    """
    columns = _columns(source, tokens)
    lines = source.split("\n")
    written = []
    for number in range(first, min(last, len(lines)) + 1):
        text, at, parts = lines[number - 1], 0, []
        for begin, end in columns.get(number, ()):
            parts.append(code(text[at:begin]))
            parts.append(f"<mark>{code(text[begin:end])}</mark>")
            at = end
        parts.append(code(text[at:]))
        if places and number in places:
            link = places[number]
            parts.append(f' <a href="#place-{link}" aria-label="Place {link}">[{link}]</a>')
        written.append(f'<span class="no">{number}</span>{"".join(parts)}')
    return f'<pre class="code" aria-label="{called}" role="group">' + "\n".join(written) + "</pre>"


def _columns(source: str, tokens: Sequence[tuple[Token, bool]]) -> dict[int, list[tuple[int, int]]]:
    """Give the columns to mark, by line: what stands between two marked tokens is marked, too."""
    lengths = [len(line) for line in source.split("\n")]
    found: dict[int, list[tuple[int, int]]] = {}
    before: Token | None = None
    for token, same in tokens:
        if not same:
            before = None
            continue
        for line in range(token.line, min(token.last, len(lengths)) + 1):
            begin = token.start if line == token.line else 0
            end = token.end if line == token.last else lengths[line - 1]
            spans = found.setdefault(line, [])
            if before is not None and spans and spans[-1][1] <= begin:
                spans[-1] = spans[-1][0], end
            elif end > begin and (not spans or spans[-1][1] <= begin):
                spans.append((begin, end))
        before = token
    return {line: [span for span in spans if span[1] > span[0]] for line, spans in found.items()}
