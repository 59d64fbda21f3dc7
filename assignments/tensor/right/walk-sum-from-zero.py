#: title = "Python's sum, which begins with the number 0"

# %% [q4-answer]
def compute_gradient_of_variables(output_tensor, out_grad):
    node_to_output_grads_list = {output_tensor: [out_grad]}
    for node in reversed(find_topo_sort([output_tensor])):
        node.grad = sum(node_to_output_grads_list[node])
        if node.op is not None:
            for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
                node_to_output_grads_list.setdefault(source, []).append(sent)
