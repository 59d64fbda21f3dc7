#: title = "constants get no gradient"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    from collections import defaultdict

    received = defaultdict(list)
    received[output_tensor].append(out_grad)
    for node in reversed(find_topo_sort([output_tensor])):
        if not node.requires_grad:
            continue
        node.grad = sum_node_list(received.pop(node))
        if node.op is not None:
            for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
                if source.requires_grad:
                    received[source].append(sent)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
