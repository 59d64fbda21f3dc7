#: title = "a stack: pre-order turned round, which is wrong for shared nodes"
#: lose = ["q3-shared", "q3-several", "q6-whole"]
#: misconception = "order-before-inputs-turned-round"

# %% [q3-answer]
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    stack, visited, order = list(node_list), set(), []
    while stack:
        node = stack.pop()
        if node in visited:
            continue
        visited.add(node)
        order.append(node)
        stack.extend(node.inputs)
    return order[::-1]
