#: title = ".grad is set to None first and added to afterwards"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    order = find_topo_sort([output_tensor])
    for node in order:
        node.grad = None
    output_tensor.grad = out_grad
    while order:
        node = order.pop()
        if not node.inputs:
            continue
        for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
            source.grad = sent if source.grad is None else source.grad + sent


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
