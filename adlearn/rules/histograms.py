"""How many elements fall between two edges does not change a little when the elements do, but what
they weigh there does, and so do the edges, which lie between the smallest and the largest element.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, dtype_of
from adlearn.rules.differences import diff
from adlearn.rules.grids import linspace
from adlearn.rules.indexing import getitem
from adlearn.rules.order_statistics import max, min
from adlearn.rules.shapes import astype, reshape_
from adlearn.tensors.constructors import linear
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import array_of, is_traced, value_of


def add_by_place(weights, places, length: int):
    """What `np.bincount` does, for complex numbers too."""
    out = np.zeros(length, np.result_type(dtype_of(weights), np.float64))
    np.add.at(out, places, weights)
    return out


bincount_ = linear(
    add_by_place, lambda g, weights, places, length: getitem(g, places), name="bincount"
)


@implements(np.bincount)
def bincount(x, /, weights=None, minlength=0):
    """Count whole numbers; differentiable by their weights."""
    counts = np.bincount(value_of(x), value_of(weights), minlength)
    if not is_traced(weights) or not np.size(x):
        return counts
    return bincount_(as_array(weights), array_of(x).astype(int), len(counts))


@implements(np.histogram_bin_edges)
def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """Find the edges, which move with the smallest and the largest element."""
    a = as_array(a)
    expected = np.histogram_bin_edges(
        value_of(a), value_of(bins), value_of(range), value_of(weights)
    )
    if dtype_of(a).kind == "c":
        raise MissingRule(
            "A histogram of complex numbers has no derivative. Use np.real or np.abs."
        )
    if np.ndim(bins) == 1:
        return as_array(bins)
    whole = (min(a), max(a)) if np.size(a) else (0.0, 1.0)
    low, high = whole if range is None else range
    if value_of(low) == value_of(high):
        low, high = low - 0.5, high + 0.5
    return astype(linspace(low, high, len(expected)), expected.dtype)


def place_between(edges, x):
    """Say between which edges the elements lie; the last edge belongs to the last place."""
    edges, x = array_of(edges), array_of(x)
    place = np.searchsorted(edges, x, side="right") - 1
    place[x == edges[-1]] -= 1
    return place, (x >= edges[0]) & (x <= edges[-1])


def weighed(places, inside, counts, weights):
    """Add up the weights place by place."""
    flat = np.ravel_multi_index([place[inside] for place in places], counts.shape)
    sums = bincount_(getitem(weights, inside), flat, counts.size)
    return astype(reshape_(sums, counts.shape), counts.dtype)


def per_volume(counts, edges):
    """Divide by how large the places are and by how many elements there are."""
    total = counts.sum()
    for axis, along_axis in enumerate(edges):
        widths = diff(astype(along_axis, float))
        counts = counts / reshape_(widths, (-1,) + (1,) * (len(edges) - 1 - axis))
    return counts / total


@implements(np.histogram)
def histogram(a, bins=10, range=None, density=None, weights=None):
    """Count what lies between edges; differentiable by weights and, as a density, by the edges."""
    values: list[Any] = [value_of(thing) for thing in (a, bins, range, density, weights)]
    counts, _ = np.histogram(*values)
    edges = histogram_bin_edges(a, bins, range, weights)
    if is_traced(weights):
        place, inside = place_between(edges, np.ravel(values[0]))
        counts = weighed([place], inside, counts, reshape_(as_array(weights), (-1,)))
    elif density:
        counts, _ = np.histogram(*values[:3], None, values[4])
    return per_volume(counts, [edges]) if density else counts, edges


@implements(np.histogramdd)
def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    """Count points between edges of several axes; differentiable as `histogram` is."""
    if isinstance(sample, (list, tuple)):
        columns = [as_array(column) for column in sample]
    else:
        points = as_array(sample)
        points = reshape_(points, (-1, 1)) if np.ndim(points) < 2 else points
        columns = [points[:, i] for i in np.arange(np.shape(points)[1])]
    values: list[Any] = [value_of(thing) for thing in (bins, range, density, weights)]
    plain = np.stack([value_of(column) for column in columns], axis=-1)
    counts, plain_edges = np.histogramdd(plain, *values)
    n = len(columns)
    bins = bins if isinstance(bins, (list, tuple)) or np.ndim(bins) else [bins] * n
    range = [None] * n if range is None else range
    edges = [histogram_bin_edges(*each) for each in zip(columns, bins, range, strict=True)]
    if is_traced(weights) and len(plain):
        found = [place_between(e, x) for e, x in zip(edges, columns, strict=True)]
        inside = np.logical_and.reduce([where for _, where in found])
        counts = weighed([place for place, _ in found], inside, counts, as_array(weights))
    elif density:
        counts, _ = np.histogramdd(plain, *values[:2], None, values[3])
    return per_volume(counts, edges) if density else counts, type(plain_edges)(edges)


@implements(np.histogram2d)
def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    """Count points of the plane between edges; differentiable as `histogram` is."""
    if np.iterable(bins) and len(bins) not in (1, 2):
        bins = [as_array(bins)] * 2  # one list of edges for both axes
    counts, edges = histogramdd([x, y], bins, range, density, weights)
    return counts, *edges
