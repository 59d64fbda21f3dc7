#: title = "the walk is an object with methods"

# %% [q4-answer]
class Walk:
    """A backward walk through a graph."""

    def __init__(self, output, grad):
        self.order = find_topo_sort([output])
        self.received = {node: [] for node in self.order}
        self.received[output].append(grad)

    def step(self, node):
        node.grad = sum_node_list(self.received[node])
        if node.op is not None:
            for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
                self.received[source].append(sent)

    def run(self):
        while self.order:
            self.step(self.order.pop())


def compute_gradient_of_variables(output_tensor, out_grad):
    Walk(output_tensor, out_grad).run()


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total
