#: title = "everything says what it does"

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        print('div', a.shape, b.shape)
        return a / b

    def gradient(self, out_grad, node):
        print('backward of div', out_grad.shape)
        a, b = node.inputs
        print(a, b)
        return out_grad / b, -out_grad * a / b / b

# %% [q1-summation-answer]
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        print('sum over', self.axes)
        return a.sum(self.axes)

    def gradient(self, out_grad, node):
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    print("asked for", len(node_list), "nodes")
    visited, topo_order = [], []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order)
    print("found", topo_order[:3])
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if any(node is other for other in visited):
        return
    visited.append(node)
    [topo_sort_dfs(source, visited, topo_order) for source in node.inputs]
    topo_order.append(node)
