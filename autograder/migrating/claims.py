"""Which of our graded cells take the place of which of the notebook's tests.

A test speaks of answers by their names; and it stands below those that it is about, as tests do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.migrating.asked import Asked, mentions, parsed
from autograder.migrating.reading import SourceCell
from autograder.parts import asked_in, pieces


@dataclass
class Test:
    """A graded cell of the notebook.

    Parameters
    ----------
    cell : SourceCell
    block : tuple of str
        The answers that stand between it and the test before it: ids of ours, or of the notebook's
        own.
    near : tuple of str
        The same; where there are none, those of the test before it.
    takes : list of str
        Our graded cells that take its place.
    own : bool
        Whether it asks about something that we do not ask for.
    into : SourceCell or None
        The test that its points go to, where ours have nothing more to ask.
    """

    cell: SourceCell
    block: tuple[str, ...]
    near: tuple[str, ...]
    takes: list[str] = field(default_factory=list)
    own: bool = False
    into: SourceCell | None = None


def share_out(
    tests: Sequence[Test],
    hosted: Mapping[str, int],
    own: Mapping[str, str],
    asked: Asked,
    whole: frozenset[str],
) -> list[str]:
    """Say of each test what takes its place.

    Parameters
    ----------
    tests : sequence of Test
        In the notebook's order; changed.
    hosted : mapping
        Answer cell of ours to the number of the cell that has it.
    own : mapping
        Name that an answer of the notebook's own defines to what that answer is called.
    asked : Asked
    whole : frozenset of str
        Our graded cells that ask about a whole which the notebook does not have.

    Returns
    -------
    list of str
        Our graded cells that no test of the notebook is about.
    """
    wanted: dict[int, dict[str, bool]] = {}
    for position, test in enumerate(tests):
        answers = _about(test, hosted, own, asked)
        test.own = not answers
        wanted[position] = {
            name: sure
            for answer in answers
            for name, sure in _graded(answer, test.cell, asked)
            if name not in whole
        }
    everything = [name for answer in hosted for name in asked.graded(answer) if name not in whole]
    left = []
    for name in sorted(everything, key=lambda name: asked.order[name]):
        claims = {position: names[name] for position, names in wanted.items() if name in names}
        claimants = [position for position, sure in claims.items() if sure] or list(claims)
        if not claimants:
            answer = asked.assignment.answer_of(name)
            claimants = [n for n, t in enumerate(tests) if answer in t.near and not t.own][-1:]
        if not claimants:
            left.append(name)
            continue
        # As many to each as its points say.
        best = max(claimants, key=lambda n: tests[n].cell.points / (1 + len(tests[n].takes)))
        tests[best].takes.append(name)
    for position, test in enumerate(tests):
        rich = [t for t in tests if set(t.takes) & set(wanted[position]) and len(t.takes) > 1]
        if not test.own and not test.takes and rich:
            name = next(one for one in reversed(rich[-1].takes) if one in wanted[position])
            rich[-1].takes.remove(name)
            test.takes.append(name)
    for position, test in enumerate(tests):
        if not test.own and not test.takes:
            names = wanted[position]
            test.into = next((t.cell for t in tests if set(names) & set(t.takes)), None)
            test.own = test.into is None
    return left


def _about(
    test: Test, hosted: Mapping[str, int], own: Mapping[str, str], asked: Asked
) -> list[str]:
    """Give the answers of ours that a test is about; none where it is about something else."""
    tree = parsed(test.cell.text)
    names = frozenset(mentions(tree)) if tree is not None else frozenset()
    ours = [answer for answer in test.block if answer in hosted]
    if any(name in own for name in names) or (test.block and not ours):
        return []
    for hit in asked.asked_by(test.cell.text):
        found = [answer for answer in hosted if answer in hit and (not ours or answer in ours)]
        if found:
            return found
    return ours or [answer for answer in test.near if answer in hosted]


def _graded(answer: str, test: SourceCell, asked: Asked) -> Iterator[tuple[str, bool]]:
    """Give our graded cells of an answer that a test may stand for, and how sure that is.

    Where a class holds the answers to two questions, a test that names only what belongs to one of
    them is about that one; one that names neither is surely about the first.
    """
    questions = asked.questions_of(answer)
    template = asked.answers[answer]
    tree = parsed(test.text)
    said = {*(mentions(tree) if tree is not None else ()), test.id}
    words: dict[str, set[str]] = {}
    for _, name in pieces(template.source):
        if not name.startswith("__"):
            words.setdefault(asked_in(template, name), set()).add(name)
    named = [q for q in questions if any(word in one for word in words.get(q, ()) for one in said)]
    chosen = named or questions
    for question in chosen:
        sure = bool(named) or question == questions[0]
        yield from ((name, sure) for name in asked.graded(answer, question))


def shares(total: float, weights: Sequence[float]) -> list[float]:
    """Share points out about in proportion; they add up to the total.

    In halves of a point where there are enough of them, else in hundredths.

    Examples
    --------
    >>> shares(5, [1, 4]), shares(25.5, [15, 4]), shares(0.5, [1, 1])
    ([1, 4], [20, 5.5], [0.25, 0.25])
    """
    halves = float(2 * total).is_integer() and 2 * total >= len(weights)
    unit = 0.5 if halves else 0.01
    exact = [total * weight / (sum(weights) or 1) for weight in weights]
    later = [max(round(one / unit), 1) * unit for one in exact[1:]]
    found = [round(total - sum(later), 6), *(round(one, 6) for one in later)]
    if found[0] <= 0:
        found = exact
    return [int(one) if float(one).is_integer() else one for one in found]
