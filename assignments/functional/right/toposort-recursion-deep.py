#: title = "depth first with recursion and a limit raised, in a deque"

# %% [q4-toposort-answer]
import sys
from collections import deque


class Sorter:
    def __init__(self):
        self.visited = set()
        self.order = deque()

    def visit(self, node):
        if node in self.visited:
            return self
        self.visited |= {node}
        for parent in reversed(node.parents):
            self.visit(parent)
        self.order.appendleft(node)
        return self


def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 20000))
    try:
        return Sorter().visit(end_node).order
    finally:
        sys.setrecursionlimit(limit)
