#: title = "graphlib sorts"

# %% [q4-toposort-answer]
from graphlib import TopologicalSorter


def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    graph, todo = {}, [end_node]
    while todo:
        node = todo.pop()
        if node not in graph:
            graph[node] = node.parents
            todo += node.parents
    return reversed(list(TopologicalSorter(graph).static_order()))
