#: title = "every gradient is a finite difference of the replayed graph"
#: lose = ["q4-chain", "q4-shared", "q4-operands", "q4-again"]

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    order = find_topo_sort([output_tensor])
    weights = out_grad.numpy()

    def replay(changed, array):
        values = {}
        for node in order:
            if node is changed:
                values[node] = array
            elif node.op is None:
                values[node] = node.numpy()
            else:
                values[node] = node.op.compute(*[values[x] for x in node.inputs])
        return np.sum(values[output_tensor] * weights)

    eps = 1e-5
    for node in order:
        grad = np.zeros(node.shape)
        for index in np.ndindex(node.shape):
            up, down = np.array(node.numpy(), dtype=float), np.array(node.numpy(), dtype=float)
            up[index] += eps
            down[index] -= eps
            grad[index] = (replay(node, up) - replay(node, down)) / (2 * eps)
        node.grad = Tensor(grad)


def sum_node_list(node_list):
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
