#: title = "all of Q1, and Q2 but for two gradients; nothing after it"
#: lose = [
#:     "q2-matmul",
#:     "q2-ewisepow",
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

# %% [q1-matmul-answer]
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        # Return the gradients with respect to a and to b: of their shapes.
        a, b = node.inputs
        grad_a = out_grad @ transpose(b)


# %% [q1-ewisepow-answer]
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        return np.power(a, b)

    def gradient(self, out_grad, node):
        # Return the gradients with respect to a and to b.
        # YOUR CODE HERE
        raise NotImplementedError()


# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    # YOUR CODE HERE
    raise NotImplementedError()


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    # YOUR CODE HERE
    raise NotImplementedError()


# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    # YOUR CODE HERE
    raise NotImplementedError()


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
