#: title = "several tensors are added in pairs, from the last to the first"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    received = {output_tensor: [out_grad]}
    for node in list(find_topo_sort([output_tensor]))[::-1]:
        node.grad = sum_node_list(received[node])
        if not node.is_leaf():
            sent = node.op.gradient_as_tuple(node.grad, node)
            for k in range(len(node.inputs) - 1, -1, -1):
                received.setdefault(node.inputs[k], []).insert(0, sent[k])


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    if len(node_list) == 1:
        return node_list[0]
    half = len(node_list) // 2
    return add(sum_node_list(node_list[half:]), sum_node_list(node_list[:half]))
