#: title = "the sum is made by reduce and operator.add"

# %% [q4-answer]
from functools import reduce
from operator import add as plus


def compute_gradient_of_variables(output_tensor, out_grad):
    """Take gradient of output node with respect to each node in node_list. Store in .grad."""
    node_to_output_grads_list: dict = {}
    node_to_output_grads_list[output_tensor] = [out_grad]
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    for node in reverse_topo_order:
        node.grad = sum_node_list(node_to_output_grads_list[node])
        if node.is_leaf():
            continue
        grads = node.op.gradient_as_tuple(node.grad, node)
        for i, inp in enumerate(node.inputs):
            if inp not in node_to_output_grads_list:
                node_to_output_grads_list[inp] = []
            node_to_output_grads_list[inp].append(grads[i])


def sum_node_list(node_list):
    return reduce(plus, node_list)
