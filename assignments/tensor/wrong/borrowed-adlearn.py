#: title = "backward asks the engine that came with the course"
#: lose = ["q4-chain", "q4-shared", "q4-operands", "q4-again", "q6-whole"]

# %% [q4-answer]
import adlearn as ad


def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    order = find_topo_sort([output_tensor])
    leaves = [node for node in order if node.op is None]

    def again(*arrays):
        values = dict(zip(leaves, arrays))
        for node in order:
            if node.op is not None:
                values[node] = node.op.compute(*(values[x] for x in node.inputs))
        return (values[output_tensor] * out_grad.numpy()).sum()

    for number, leaf in enumerate(leaves):
        leaf.grad = Tensor(ad.grad(again, number)(*(x.numpy() for x in leaves)))
