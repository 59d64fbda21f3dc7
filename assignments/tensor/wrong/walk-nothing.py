#: title = "nothing is done"
#: lose = ["q4-chain", "q4-shared", "q4-operands", "q4-again", "q6-whole"]
#: misconception = "walk-leaves-everything"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    for node in reverse_topo_order:
        pass


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
