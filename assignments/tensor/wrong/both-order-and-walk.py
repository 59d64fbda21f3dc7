#: title = "pre-order, and a walk that reads it forward and works with trees"
#: lose = [
#:     "q3-order",
#:     "q3-shared",
#:     "q3-several",
#:     "q4-shared",
#:     "q4-operands",
#:     "q4-again",
#:     "q6-whole",
#: ]
#: misconception = "order-node-before-inputs"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    visited, topo_order = set(), []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order)
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    """A node, and then what leads to it."""
    if node in visited:
        return
    visited.add(node)
    topo_order.append(node)
    for source in node.inputs:
        topo_sort_dfs(source, visited, topo_order)

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    received = {output_tensor: [out_grad]}
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            order.append(node)
            for source in node.inputs:
                visit(source)

    visit(output_tensor)
    for node in order:
        node.grad = sum_node_list(received[node])
        if node.op is not None:
            for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
                received.setdefault(source, []).append(sent)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
