"""The pictures of an item analysis, as SVG: no script, no font of their own, light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from autograder.overview.dress import plain
from autograder.overview.items import Item
from autograder.overview.statistics import Scores

_FONT = 'font-family="system-ui, sans-serif" font-size="13"'

#: How somebody did in a question: the word, and the colour.
PARTS = {
    "full": ("all points", "var(--full)"),
    "part": ("a part", "var(--part)"),
    "none": ("none", "var(--none)"),
    "open": ("not written", "var(--open)"),
}


def histogram_counts(shares: Scores, bins: int = 10) -> list[int]:
    """Count shares from 0 to 1 in bins of one width; the last one holds what is 1.

    Examples
    --------
    >>> histogram_counts(np.array([0.0, 0.05, 0.1, 0.99, 1.0]))
    [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    # A share such as 0.3 may be a hair below what it should be.
    places = np.clip(np.floor(shares * bins + 1e-9).astype(int), 0, bins - 1)
    return np.bincount(places, minlength=bins).tolist()


def histogram(shares: Scores) -> str:
    """Draw how many have which share of all points."""
    counts = histogram_counts(shares)
    said = "; ".join(
        f"{10 * n} to {10 * n + 10} %: {count}" for n, count in enumerate(counts) if count
    )
    height, left, step = 200, 12, 33
    end = left + 10 * step
    most = max([*counts, 1])
    parts = [f'<line x1="{left}" y1="{height}" x2="{end}" y2="{height}" stroke="currentColor"/>']
    for n, count in enumerate(counts):
        tall = 165 * count / most
        x, y = left + n * step, height - tall
        parts.append(
            f'<rect x="{x + 2}" y="{y:.1f}" width="{step - 4}" height="{tall:.1f}" fill="#0072B2"/>'
        )
        if count:
            parts.append(
                f'<text x="{x + step / 2}" y="{y - 5:.1f}" text-anchor="middle">{count}</text>'
            )
    parts += [
        f'<text x="{left + n * step}" y="{height + 18}" text-anchor="middle">{10 * n}</text>'
        for n in range(11)
    ]
    middle = (left + end) / 2
    parts.append(
        f'<text x="{middle}" y="{height + 38}" text-anchor="middle">% of all points</text>'
    )
    return _svg(end + 14, height + 46, f"How many have which share of all points. {said}.", parts)


def bar(counts: Mapping[str, int]) -> str:
    """Draw how many earned all of something, a part, nothing, and wrote nothing."""
    total = sum(counts.values())
    said = ", ".join(f"{PARTS[name][0]}: {count}" for name, count in counts.items() if count)
    parts, x = [], 0.0
    for name, count in counts.items():
        width = 200 * count / total if total else 0.0
        if width:
            parts.append(
                f'<rect x="{x:.1f}" y="0" width="{width:.1f}" height="16" fill="{PARTS[name][1]}">'
                f"<title>{PARTS[name][0]}: {count}</title></rect>"
            )
        x += width
    return (
        f'<svg viewBox="0 0 200 16" width="200" height="16" role="img" '
        f'aria-label="{plain(said)}">{"".join(parts)}</svg>'
    )


def legend() -> str:
    """Say what the colours of bars mean."""
    said = [
        f'<span style="white-space:nowrap"><svg viewBox="0 0 14 14" width="14" height="14" '
        f'aria-hidden="true"><rect width="14" height="14" fill="{colour}"/></svg> {word}</span>'
        for word, colour in PARTS.values()
    ]
    return f"<p>{' &nbsp; '.join(said)}</p>"


def scatter(items: Sequence[Item]) -> str:
    """Draw each item by its difficulty and its discrimination; nothing if none has both."""
    known = [
        (one, one.difficulty.value, one.correlation.value)
        for one in items
        if one.difficulty.value is not None and one.correlation.value is not None
    ]
    if len(known) < 2:
        return ""
    width, height, left, top = 560, 330, 52, 14
    inner_w, inner_h = width - left - 20, height - top - 50

    def place(p: float, r: float) -> tuple[float, float]:
        return left + inner_w * p, top + inner_h * (1 - (max(-0.25, r) + 0.25) / 1.25)

    parts = []
    for r in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        y = place(0, r)[1]
        dash = ' stroke-dasharray="5 4"' if r == 0.2 else ""
        strong = "0.8" if r in (0.0, 0.2) else "0.25"
        parts.append(
            f'<line x1="{left}" y1="{y:.1f}" x2="{left + inner_w}" y2="{y:.1f}" '
            f'stroke="currentColor" stroke-opacity="{strong}"{dash}/>'
            f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{r:g}</text>'
        )
    for p in (0, 0.25, 0.5, 0.75, 1):
        x = place(p, 0)[0]
        parts.append(f'<text x="{x:.1f}" y="{height - 30}" text-anchor="middle">{p:g}</text>')
    parts.append(
        f'<text x="{left + inner_w / 2}" y="{height - 10}" text-anchor="middle">difficulty p '
        "(right: easy)</text>"
        f'<text x="{left + 6}" y="{place(0, 0.2)[1] - 5:.1f}">below: hardly tells students apart'
        "</text>"
    )
    written: list[tuple[float, float]] = []
    for one, p, r in sorted(known, key=lambda entry: entry[2]):
        x, y = place(p, r)
        said = f"{one.id}: difficulty {p:.2f}, discrimination {r:.2f}"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#0072B2"><title>{plain(said)}</title>'
            "</circle>"
        )
        if all(abs(x - a) > 85 or abs(y - b) > 13 for a, b in written):
            anchor, dx = ("end", -8) if p > 0.85 else ("start", 8)
            parts.append(
                f'<text x="{x + dx:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">'
                f"{plain(one.id)}</text>"
            )
            written.append((x, y))
    told = "; ".join(f"{one.id}: p {p:.2f}, r {r:.2f}" for one, p, r in known)
    return _svg(width, height, f"Difficulty and discrimination. {told}.", parts)


def _svg(width: int, height: int, said: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" {_FONT} '
        f'aria-label="{plain(said, 4000)}">{"".join(parts)}</svg>'
    )
