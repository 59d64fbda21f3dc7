#: title = "backward lets the standard library sort the graph"

# %% [q5-answer]
from graphlib import TopologicalSorter


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    graph, todo = {}, [self]
    while todo:
        value = todo.pop()
        if value not in graph:
            graph[value] = [p for p in value.parents if isinstance(p, AutogradValue)]
            todo.extend(graph[value])
    for value in reversed(list(TopologicalSorter(graph).static_order())):
        value.backward_pass()


AutogradValue.backward = backward
