#: title = "gradients are finite differences of the whole graph, computed again"
#: lose = ["q4-chain", "q4-shared", "q4-operands", "q4-again"]

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    def again(node, moved, step):
        if node is moved:
            return node.numpy() + step
        if node.op is None:
            return node.numpy()
        return node.op.compute(*(again(x, moved, step) for x in node.inputs))

    for node in reverse_topo_order:
        grad = np.zeros(node.shape)
        for index in np.ndindex(node.shape):
            step = np.zeros(node.shape)
            step[index] = 1e-5
            up, down = again(output_tensor, node, step), again(output_tensor, node, -step)
            grad[index] = np.sum(out_grad.numpy() * (up - down)) / 2e-5
        node.grad = Tensor(grad)


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
