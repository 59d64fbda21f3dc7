#: title = "what was differentiated needs no gradient any more"
#: lose = ["q4-operands"]

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    for node in reverse_topo_order:
        node.grad = sum_node_list(node_to_output_grads_list[node])
        if node.op is None:
            continue
        for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
            node_to_output_grads_list.setdefault(source, []).append(sent)
    for node in reverse_topo_order:
        node.requires_grad = False


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
