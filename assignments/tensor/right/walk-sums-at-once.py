#: title = "what arrives is added at once, in a dictionary by id"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    arrived = {id(output_tensor): out_grad}
    for node in find_topo_sort([output_tensor])[::-1]:
        node.grad = arrived[id(node)]
        if node.op:
            sent = node.op.gradient(node.grad, node)
            sent = sent if isinstance(sent, (tuple, list)) else (sent,)
            for source, grad in zip(node.inputs, sent, strict=True):
                key = id(source)
                arrived[key] = grad if key not in arrived else EWiseAdd()(arrived[key], grad)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
