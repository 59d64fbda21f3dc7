#: title = "a node stands before its inputs, the walk is begun, and nothing after it"
#: lose = [
#:     "q3-order",
#:     "q3-shared",
#:     "q3-several",
#:     "q4-chain",
#:     "q4-shared",
#:     "q4-operands",
#:     "q4-again",
#:     "q5-parse",
#:     "q5-loss",
#:     "q6-relu",
#:     "q6-epoch",
#:     "q6-whole",
#: ]
#: misconception = "order-node-before-inputs"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    visited, topo_order = set(), []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order)
    return topo_order


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    if node not in visited:
        visited.add(node)
        topo_order.append(node)
        for parent in node.inputs:
            topo_sort_dfs(parent, visited, topo_order)


# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    for node in reverse_topo_order:
        if node in node_to_output_grads_list:
            node.grad = sum_node_list(node_to_output_grads_list[node])
        # still to do: node.op.gradient


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total


# %% [q5-parse-answer]
def parse_mnist(image_filename, label_filename):
    """Images as rows of float32 in 0..1, shape (n, 784), and labels as uint8, shape (n,)."""
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        # YOUR CODE HERE
        raise NotImplementedError()

    def gradient(self, out_grad, node):
        # YOUR CODE HERE
        raise NotImplementedError()


# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    # YOUR CODE HERE
    raise NotImplementedError()
