#: title = "a list of pairs is searched instead of a dictionary; the gradient is noted in an attribute too"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    pairs = [(output_tensor, out_grad)]
    for node in find_topo_sort([output_tensor])[::-1]:
        mine = [grad for other, grad in pairs if other is node]
        node.grad = sum_node_list(mine)
        node.gradient_parts = mine
        pairs = [pair for pair in pairs if pair[0] is not node]
        if not node.is_leaf():
            pairs.extend(zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)))


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
