#: title = "operations of one input are told apart by their class, and Summation and BroadcastTo are forgotten"
#: lose = ["q4-operands", "q4-again", "q6-whole"]

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    received = {output_tensor: [out_grad]}
    for node in reversed(find_topo_sort([output_tensor])):
        node.grad = sum_node_list(received.get(node, [Tensor(np.zeros(node.shape))]))
        if node.op is None or isinstance(node.op, (Summation, BroadcastTo)):
            continue
        for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
            received.setdefault(source, []).append(sent)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
