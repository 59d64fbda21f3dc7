#: title = "only leaves get a gradient"
#: lose = ["q4-chain"]
#: misconception = "walk-leaves-only"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    for node in reverse_topo_order:
        total = sum_node_list(node_to_output_grads_list[node])
        if node.op is None:
            node.grad = total
            continue
        for source, sent in zip(node.inputs, node.op.gradient_as_tuple(total, node)):
            node_to_output_grads_list.setdefault(source, []).append(sent)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
