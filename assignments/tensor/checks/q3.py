"""Q3, the order of a graph: any in which every node stands once, after its inputs."""

import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all
from autograder.asking.tensors.order import assert_order, chain, fan, graphs, ladder

#: Trees: no node is used twice.
TREES = ([[]], [[], [0]], [[], [], [0, 1]], [[], [], [0, 1], [], [2, 3]])

#: Shared nodes: one used twice by one operation, a diamond, a shortcut, one met early and late.
SHARED = (
    [[], [0, 0]],
    [[], [0], [0], [1, 2]],
    [[], [0], [1], [0, 2]],
    [[], [0], [1], [2, 0]],
    [[], [0], [1, 0], [2, 1], [3, 1]],
    [[], [], [0, 1], [2, 0], [1, 2], [3, 4]],
    [[], [0], [0, 0], [1, 2]],
    [[], [0, 0], [0], [1, 2]],
)

#: A graph and what is asked for: several outputs, one below another, one twice, unused nodes.
SEVERAL = (
    ([[], [0], [0]], [1, 2]),
    ([[], [0], [0]], [2, 1]),
    ([[], [0], [1]], [1, 2]),
    ([[], [0], [1]], [2, 1]),
    ([[], [0], [1]], [2, 2]),
    ([[], [], [0], [1]], [2]),
    ([[], [], [0], [1]], [3, 2]),
    ([[], [0], [0], [1, 2]], [0]),
    ([[], [0], [0, 0], [1, 2]], [3, 1]),
    ([[], [0, 0], [0], [1, 2]], [3, 1]),
)


@pytest.mark.points(4, cell="q3-order")
def test_topo_sort_tree(submission):
    """find_topo_sort lists every node after its inputs, where no node is used twice."""
    for graph in TREES:
        assert_order(submission, graph)


@pytest.mark.hidden
@pytest.mark.points(4, cell="q3-order")
def test_topo_sort_any_tree(submission):
    """The order is right for any tree, a few hundred nodes deep and wide too."""
    assert_order(submission, [[], [], [], [0, 1, 2]])  # three inputs: asked here and nowhere else
    trees = graphs(shared=False, inputs=3)
    for_all(lambda graph: assert_order(submission, graph), trees, examples=15)
    assert_order(submission, chain(300))
    assert_order(submission, [*[[]] * 200, list(range(200))])


@pytest.mark.points(4, cell="q3-shared")
def test_topo_sort_shared(submission):
    """A node that is used several times stands in the list once, after its inputs."""
    for graph in SHARED[:3]:
        assert_order(submission, graph)


@pytest.mark.hidden
@pytest.mark.points(4, cell="q3-shared")
def test_topo_sort_any_graph(submission):
    """The order is right for any graph of shared nodes."""
    for graph in (*SHARED, ladder(8), fan(30)):
        assert_order(submission, graph)
    for_all(lambda graph: assert_order(submission, graph), graphs(), examples=25)


@pytest.mark.points(2, cell="q3-several")
def test_topo_sort_several(submission):
    """Several nodes may be asked for: their list holds what leads to any of them, once."""
    for graph, wanted in SEVERAL[:4]:
        assert_order(submission, graph, wanted)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-several")
def test_topo_sort_any_several(submission):
    """The order is right for any nodes of any graph, and a second call starts afresh."""
    for graph, wanted in SEVERAL:
        assert_order(submission, graph, wanted)
    assert_order(submission, [[], [], [0, 1], [2, 0]], constants=[0])
    for_all(
        lambda graph, some: assert_order(submission, graph, [i % len(graph) for i in some]),
        graphs(),
        st.lists(st.integers(0, 7), min_size=1, max_size=3),
        examples=15,
    )
