#: title = "a sum begins with zeros"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    nodes = find_topo_sort([output_tensor])
    total = {node: Tensor(np.zeros(node.shape), requires_grad=False) for node in nodes}
    total[output_tensor] = total[output_tensor] + out_grad
    for node in nodes[::-1]:
        node.grad = total[node]
        if node.op is not None:
            for k, sent in enumerate(node.op.gradient_as_tuple(node.grad, node)):
                total[node.inputs[k]] = total[node.inputs[k]] + sent


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
