"""The layout keeps its promises for any graph: arrows lead right, boxes do not overlap, and the
same graph looks the same."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn import AutogradValue, snapshot
from adlearn.show import layout
from adlearn.show.collapse import MOST_BOXES, arrows, groups_of, has_circle
from adlearn.show.layout import Placement, place
from adlearn.show.picture import picture_of
from adlearn.show.recorded import record


@st.composite
def graphs(draw, most=40):
    """Parents of each node, and the sizes of the boxes."""
    count = draw(st.integers(1, most))
    parents = [
        tuple(draw(st.lists(st.integers(0, node - 1), max_size=3))) if node else ()
        for node in range(count)
    ]
    side = st.integers(20, 200)
    return parents, [(draw(side), draw(side)) for _ in range(count)]


@given(graphs())
@settings(max_examples=40, deadline=None)
def test_arrows_lead_to_the_right_and_boxes_do_not_overlap(graph):
    parents, sizes = graph
    placed = place(parents, sizes)
    for node, its_parents in enumerate(parents):
        for parent in its_parents:
            right_of_parent = placed.centres[parent][0] + sizes[parent][0] / 2
            assert placed.centres[node][0] - sizes[node][0] / 2 > right_of_parent
            points = [x for x, _ in placed.bends[node, parent]]
            assert points == sorted(points)
    for (i, a), (j, b) in itertools.combinations(enumerate(placed.centres), 2):
        apart = abs(a[0] - b[0]) >= (sizes[i][0] + sizes[j][0]) / 2 - 0.2
        above = abs(a[1] - b[1]) >= (sizes[i][1] + sizes[j][1]) / 2 - 0.2
        assert apart or above, f"boxes {i} and {j} overlap"
    for (x, y), (width, height) in zip(placed.centres, sizes, strict=True):
        assert x - width / 2 >= 0 and x + width / 2 <= placed.width
        assert y - height / 2 >= 0 and y + height / 2 <= placed.height


@given(graphs(most=15))
@settings(max_examples=50, deadline=None)
def test_long_arrows_go_around_boxes(graph):
    parents, sizes = graph
    placed = place(parents, sizes)
    for (node, parent), points in placed.bends.items():
        stretches = list(zip(points[::2], points[1::2], strict=True))
        for other, (x, y) in enumerate(placed.centres):
            if not placed.columns[parent] < placed.columns[other] < placed.columns[node]:
                continue
            half = sizes[other][0] / 2
            (height,) = {
                left[1]
                for left, right in stretches
                if left[0] <= x - half + 0.2 and x + half - 0.2 <= right[0]
            }  # level from one side of the column to the other
            assert abs(y - height) >= sizes[other][1] / 2, f"{parent}-{node} runs through {other}"


@given(graphs())
@settings(max_examples=15, deadline=None)
def test_the_same_graph_is_placed_the_same(graph):
    kept = place(*graph)
    assert place(*graph) is kept  # not computed again
    layout.placed.cache_clear()
    assert place(*graph) == kept


def test_sorting_takes_most_crossings_away():
    rng = random.Random(1)
    for count in (10, 30, 60):
        parents = tuple(
            tuple(rng.sample(range(node), min(node, rng.choice((1, 2))))) for node in range(count)
        )
        placement = Placement(parents, ((50.0, 20.0),) * count)
        before = placement.crossings()
        assert placement.improve() == placement.crossings() <= before / 2
        once = placement.crossings()
        placement.sort_columns()
        assert placement.crossings() <= once


def test_crossings_are_counted_and_removed():
    # 0 - 3 and 1 - 2 cross as they are first placed
    placement = Placement(((), (), (1,), (0,)), ((50.0, 20.0),) * 4)
    placement.columns = [[0, 1], [2, 3]]
    assert placement.crossings() == 1
    placement.sort_columns()
    assert placement.crossings() == 0


def test_a_tree_is_drawn_without_crossings_and_operands_stay_in_order():
    a, b, c, d = (AutogradValue(float(i)) for i in range(4))
    y = (a - b) * (c - d)
    graph = snapshot(y, {"a": a, "b": b, "c": c, "d": d})
    boxes = picture_of(graph, groups_of(graph)).boxes
    heights = [boxes[n.id][1] for n in graph.nodes if n.operation == "variable"]
    assert heights == sorted(heights)


def test_positions_do_not_depend_on_values():
    def picture(x, w):
        return record(snapshot(ad.log(AutogradValue(x)) * AutogradValue(w)))

    first, second = picture(1.0, 2.0), picture(1234.56789, float("inf"))
    for one, other in zip(first["nodes"], second["nodes"], strict=True):
        assert (one["x"], one["y"], one["w"]) == (other["x"], other["y"], other["w"])


# Large graphs


def network(*widths):
    rng = random.Random(0)
    layer = [AutogradValue(rng.gauss(0, 1)) for _ in range(widths[0])]
    for width in widths[1:]:
        layer = [
            ad.tanh(sum((AutogradValue(rng.gauss(0, 1)) * x for x in layer), AutogradValue(0.1)))
            for _ in range(width)
        ]
    return layer[0]


def test_the_neurons_of_a_network_are_its_groups():
    graph = snapshot(network(4, 8, 4, 1))
    groups = [g for g in groups_of(graph) if len(g.members) > 1]
    assert len(groups) == 13
    assert all(graph.nodes[g.members[-1]].operation == "tanh" for g in groups)
    assert sorted(len(g.members) for g in groups) == [14] * 9 + [26] * 4


def chain(length):
    y = AutogradValue(1.0)
    for _ in range(length):
        y = y * 1.001
    return y


def butterflies(width, depth):
    """Everything is used by everything: no group has one way out."""
    layer = [AutogradValue(1.0) for _ in range(width)]
    for _ in range(depth):
        layer = [a + b for a, b in itertools.product(layer, layer[:2])][:width]
    return sum(layer[1:], layer[0])


def test_a_small_network_is_drawn_with_one_crossing():
    # Where operands are read first gives three; where inputs are met first gives one.
    parents = tuple(node.parents for node in snapshot(network(2, 2, 1)).nodes)
    placement = Placement(parents, ((50.0, 20.0),) * len(parents))
    placement.sort_columns()
    assert placement.crossings() == 1


def test_groups_are_few_complete_and_without_circles():
    outputs = [chain(1000), network(4, 8, 4, 1), butterflies(30, 8), chain(40) + network(6, 20, 1)]
    for output in outputs:
        graph = snapshot(output)
        groups = groups_of(graph)
        assert len(groups) <= MOST_BOXES < len(graph.nodes)
        members = [m for g in groups for m in g.members]
        assert sorted(members) == list(range(len(graph.nodes)))
        belongs = [0] * len(graph.nodes)
        for place_, group in enumerate(groups):
            for member in group.members:
                belongs[member] = place_
        assert not has_circle(arrows(graph), belongs)
        for node in graph.nodes:  # each after what it needs
            assert all(belongs[parent] <= belongs[node.id] for parent in node.parents)


def test_a_circle_between_groups_is_noticed():
    assert has_circle([[], [0], [1]], [0, 1, 0])
    assert not has_circle([[], [0], [1]], [0, 0, 1])


def test_groups_named_by_their_calls_are_used_where_they_make_no_circle():
    def block(x):
        for _ in range(20):
            x = x * 2.0
        return x

    with ad.show.record_sources():
        y = AutogradValue(1.0)
        for _ in range(6):
            y = block(y)
    graph = snapshot(y)
    blocks = [g for g in groups_of(graph) if len(g.members) > 1]
    sizes = (41, 40, 40, 40, 40, 40)
    assert [g.label for g in blocks] == [
        f"block() #{k}: {size} nodes" for k, size in enumerate(sizes, start=1)
    ]


def test_small_graphs_are_left_as_they_are():
    graph = snapshot(chain(MOST_BOXES // 2 - 1))
    assert [len(g.members) for g in groups_of(graph)] == [1] * len(graph.nodes)
