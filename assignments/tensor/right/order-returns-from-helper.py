#: title = "the helper takes and returns lists, with type hints of a course's file"

# %% [q3-answer]
from typing import Dict, List, Optional


def find_topo_sort(node_list: List[Value]) -> List[Value]:
    """Given a list of nodes, return a topological sort list of nodes ending in them."""
    visited: Dict[Value, bool] = dict()
    topo_order: List[Value] = []
    for node in node_list:
        topo_order += topo_sort_dfs(node, visited, [])
    return topo_order


def topo_sort_dfs(node: Value, visited: Dict[Value, bool], topo_order: List[Value]) -> List[Value]:
    """Post-order DFS"""
    if visited.get(node, False) is True:
        return topo_order
    visited[node] = True
    for inp in node.inputs or ():
        topo_sort_dfs(inp, visited, topo_order)
    topo_order.append(node)
    return topo_order
