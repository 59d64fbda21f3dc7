#: title = "each node asks those that use it"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    order = find_topo_sort([output_tensor])
    users = {node: [] for node in order}
    for node in order:
        for place, source in enumerate(node.inputs):
            users[source].append((node, place))
    found, messages = {}, {}

    def gradient_of(node):
        if node not in found:
            parts = [sent_by(user)[place] for user, place in users[node]]
            found[node] = sum_node_list([out_grad, *parts] if node is output_tensor else parts)
        return found[node]

    def sent_by(node):
        if node not in messages:
            messages[node] = node.op.gradient_as_tuple(gradient_of(node), node)
        return messages[node]

    for node in reversed(order):
        node.grad = gradient_of(node)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
