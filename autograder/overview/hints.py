"""What the numbers of a class say to its teacher, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.overview.dress import percent
from autograder.overview.frequent import Broken, Mistake
from autograder.overview.items import Item, Items
from autograder.overview.statistics import FEWEST

#: From here on an item is easy, up to here it is hard: the mean share of its points.
EASY, HARD = 0.95, 0.2
#: Below this, an item hardly tells students apart (Ebel 1965).
WEAK = 0.2
#: A share of the class that is worth a word.
MANY = 0.25


def hints_of(items: Items, mistakes: Sequence[Mistake], broken: Sequence[Broken]) -> list[str]:
    """Give what is worth a look, most telling first; nothing of a class that is too small."""
    count = len(items.totals)
    if count < FEWEST:
        return [
            f"There are {count} results. With fewer than {FEWEST}, numbers say more about these "
            "students than about the questions."
        ]
    found = [
        *(_said for one in items.checks for _said in _about_check(one, items)),
        *_about_discrimination(items),
        *(_said for one in items.questions for _said in _about_question(one)),
        *_about_hidden(items),
        *_about_mistakes(mistakes, count),
        *_about_broken(broken, count),
    ]
    return found


def _about_check(one: Item, items: Items) -> Iterator[str]:
    """Say of a check that those who fail it are right in all else."""
    failed = (one.scores < 1 - 1e-9) & ~one.unwritten
    if failed.sum() < 3:
        return
    rest = items.possible[one.who] - one.possible
    else_right = one.totals - one.points >= rest - 1e-6
    share = float((failed & else_right).sum() / failed.sum())
    if share >= 0.5:
        yield (
            f"`{one.id}` ({one.cell}): {percent(share)} of the {failed.sum()} who fail it have "
            "everything else right. Look at the check."
        )


def _about_discrimination(items: Items) -> Iterator[str]:
    """Say which graded cells tell students apart the wrong way round, and which hardly do.

    A correlation of n students is below 0 by chance: it counts if fewer than 5 % of samples from
    students without any would be as far below (r < -1.645 / sqrt(n - 1), for large n).
    """
    known = [(one, one.correlation.value) for one in items.cells]
    wrong = [o.id for o, r in known if r is not None and r < -1.645 / np.sqrt(len(o.who) - 1)]
    if wrong:
        yield (
            f"{_listed(wrong)}: who earns it has fewer points elsewhere. Is it asked clearly, and "
            "does its check ask what you mean?"
        )
    asked = [(one, one.correlation.value, one.difficulty.value) for one in items.questions]
    weak = [o.id for o, r, p in asked if r is not None and r < WEAK and p and HARD < p < EASY]
    if weak:
        verb = "goes" if len(weak) == 1 else "go"
        yield (
            f"{_listed(weak)} hardly {verb} with the rest (r below {WEAK:g}): who is good at the "
            "others is not better there."
        )


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _about_question(one: Item) -> Iterator[str]:
    p = one.difficulty.value
    count = len(one.who)
    unwritten = one.counts["open"] / count if count else 0.0
    if p is None or count < FEWEST:
        return
    if p >= EASY:
        full = percent(one.counts["full"] / count)
        yield f"{one.id} separates nobody: {full} have all its points."
    elif p <= HARD:
        yield f"{one.id} is hard: {percent(p)} of its points were earned."
    if unwritten >= MANY:
        yield f"{one.id}: {percent(unwritten)} wrote nothing. Was there too little time?"


def _about_hidden(items: Items) -> Iterator[str]:
    """Say of graded cells that pass all that students can run, and fail what they cannot."""
    for cell in dict.fromkeys(one.cell for one in items.checks):
        public = [one for one in items.checks if one.cell == cell and not one.hidden]
        hidden = [one for one in items.checks if one.cell == cell and one.hidden]
        if not public or not hidden:
            continue
        count = len(items.totals)
        passed, failed = np.ones(count, dtype=bool), np.zeros(count, dtype=bool)
        for one in public:
            there = np.zeros(count, dtype=bool)
            there[one.who[one.scores >= 1 - 1e-9]] = True
            passed &= there
        for one in hidden:
            failed[one.who[one.scores < 1 - 1e-9]] = True
        share = float((passed & failed).sum() / max(1, passed.sum()))
        if passed.sum() >= FEWEST and share >= MANY:
            yield (
                f"{cell}: {percent(share)} of those who pass its public checks fail a hidden one. "
                "A public check could say more."
            )


def _about_mistakes(mistakes: Sequence[Mistake], count: int) -> Iterator[str]:
    for one in mistakes:
        share = len(one.who) / count
        if one.named and share >= MANY:
            said = f"`{one.name}`: {percent(share)} of the class think so."
            yield f"{said} Worth some minutes for all."


def _about_broken(broken: Sequence[Broken], count: int) -> Iterator[str]:
    for one in broken:
        if one.count / count >= MANY / 2:
            yield f"{one.cell} did not run to its end for {one.count} of {count}."
