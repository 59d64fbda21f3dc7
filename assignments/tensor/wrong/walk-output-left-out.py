#: title = "the output itself has no gradient"
#: lose = ["q4-chain"]
#: misconception = "walk-output-without-gradient"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    for node in reverse_topo_order:
        total = sum_node_list(node_to_output_grads_list[node])
        if node is not output_tensor:
            node.grad = total
        if node.op is None:
            continue
        for source, sent in zip(node.inputs, node.op.gradient_as_tuple(total, node)):
            node_to_output_grads_list.setdefault(source, []).append(sent)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
