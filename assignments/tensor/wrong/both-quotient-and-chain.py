#: title = "a sign in the quotient, and a walk that overwrites"
#: lose = ["q2-ewisediv", "q4-shared", "q4-operands", "q4-again", "q6-whole"]
#: misconception = ["quotient-sign-forgotten", "walk-last-use-wins"]

# %% [q1-ewisediv-answer]
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        return a / b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return out_grad / b, out_grad * a / b**2

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    output_tensor.grad = out_grad
    for node in reversed(find_topo_sort([output_tensor])):
        if node.op is not None:
            for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
                source.grad = sent
