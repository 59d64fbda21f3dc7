"""What classical test theory works out of an item's scores: how hard it is, whom it tells apart.

An item is a question, a graded cell or a check; its score is the share of its points that somebody
earned, from 0 to 1. Formulas are those of Crocker and Algina, "Introduction to Classical and Modern
Test Theory" (1986), chapters 5 and 14. What cannot be said is said to be so: there is no nan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: With fewer students, discrimination says more about them than about the item.
FEWEST = 10

#: The part of a class that is its upper group, and its lower one (Kelley 1939).
EXTREME = 0.27

Scores = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, or the reason why there is none.

    Parameters
    ----------
    value : float or None
    why : str
        Empty if there is a number.
    """

    value: float | None
    why: str = ""

    def __str__(self) -> str:
        return self.why if self.value is None else f"{self.value:.2f}"


def difficulty(scores: Scores) -> Measure:
    """Give an item's difficulty index p: the mean share of its points that was earned.

    The higher, the easier; for an item that is right or wrong, the proportion who are right.

    Parameters
    ----------
    scores : ndarray
        From 0 to 1, one for each student.

    Examples
    --------
    >>> str(difficulty(np.array([1.0, 0.5, 0.0, 1.0]))), str(difficulty(np.zeros(0)))
    ('0.62', 'nobody')
    """
    return Measure(float(scores.mean())) if len(scores) else Measure(None, "nobody")


def item_rest_correlation(item: Scores, total: Scores) -> Measure:
    r"""Give the corrected item-total correlation of an item: with the total of all *other* items.

    It is Pearson's r between the item's points x and what is left of the total t without them,

    .. math:: r_{x(t-x)} = \frac{\operatorname{cov}(x, t - x)}{s_x \, s_{t-x}},

    which for an item that is right or wrong is the corrected point-biserial correlation. With the
    item itself in the total, every item would seem to agree with it (Henrysson 1963).

    Parameters
    ----------
    item, total : ndarray
        Points, one for each student.

    Returns
    -------
    Measure
        From -1 to 1. Below 0.2 an item hardly tells students apart (Ebel 1965); below 0, who earns
        it does worse elsewhere.

    Examples
    --------
    >>> item = np.array([1.0, 1.0, 0.0, 0.0] * 3)
    >>> str(item_rest_correlation(item, item + [3, 2, 1, 0] * 3))
    '0.89'
    >>> str(item_rest_correlation(np.ones(12), np.arange(12.0)))
    'all the same'
    """
    if len(item) < FEWEST:
        return Measure(None, "too few")
    rest = total - item
    if _flat(item):
        return Measure(None, "all the same")
    if _flat(rest):
        return Measure(None, "the rest is all the same")
    x, y = item - item.mean(), rest - rest.mean()
    r = float((x @ y) / np.sqrt((x @ x) * (y @ y)))
    return Measure(min(1.0, max(-1.0, r)))


def upper_lower_index(scores: Scores, total: Scores) -> Measure:
    r"""Give the discrimination index D: the upper group's mean score less that of the lower one.

    The groups are those 27 % of a class who have most, and least, in total (Kelley 1939):

    .. math:: D = p_U - p_L.

    Where a group ends among students who have equally many points, each of these counts in part, as
    if all ways to choose among them were averaged.

    Parameters
    ----------
    scores : ndarray
        Of the item, from 0 to 1.
    total : ndarray
        Points, one for each student.

    Returns
    -------
    Measure
        From -1 to 1.

    Examples
    --------
    >>> str(upper_lower_index(np.array([1.0] * 5 + [0.0] * 5), np.arange(10.0, 0.0, -1.0)))
    '1.00'
    """
    if len(scores) < FEWEST:
        return Measure(None, "too few")
    if _flat(total):
        return Measure(None, "all have the same total")
    size = max(1, round(EXTREME * len(total)))
    return Measure(_mean_of_top(scores, total, size) - _mean_of_top(scores, -total, size))


def cronbach_alpha(items: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Measure:
    r"""Give the reliability of a total as Cronbach's alpha (1951).

    .. math:: \alpha = \frac{k}{k - 1} \left(1 - \frac{\sum_i s_i^2}{s_t^2}\right)

    for k items with variances s_i^2 and a total with the variance s_t^2.

    Parameters
    ----------
    items : ndarray
        Points, a row for each student and a column for each item.

    Examples
    --------
    >>> str(cronbach_alpha(np.repeat(np.arange(12.0)[:, None], 3, axis=1)))
    '1.00'
    """
    count, width = items.shape
    if count < FEWEST:
        return Measure(None, "too few students")
    if width < 2:
        return Measure(None, "there is one item only")
    total = items.sum(axis=1)
    if _flat(total):
        return Measure(None, "all have the same total")
    alpha = width / (width - 1) * (1 - items.var(axis=0, ddof=1).sum() / total.var(ddof=1))
    return Measure(float(alpha))


def _flat(values: Scores) -> bool:
    """Say whether values are all the same, but for the dust of binary fractions."""
    return bool(np.ptp(values) <= 1e-9 * max(1.0, float(np.abs(values).max())))


def _mean_of_top(scores: Scores, by: Scores, size: int) -> float:
    """Give the mean score of those who have most; who stands at the edge counts in part."""
    edge = np.sort(by)[-size]
    tied = np.isclose(by, edge, rtol=0.0, atol=1e-9)
    above = (by > edge) & ~tied
    part = (size - above.sum()) / tied.sum()
    return float((scores[above].sum() + part * scores[tied].sum()) / size)
