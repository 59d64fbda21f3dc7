#: title = "backward: the order is there, the walk is not"
#: lose = ["q2-chain", "q2-shared", "q2-again", "q8-whole"]

# %% [q2-answer]
def backward(end):
    """Fill in grad of everything that end was computed from."""
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        one, parents_done = waiting.pop()
        if parents_done:
            order.append(one)
        elif id(one) not in seen:
            seen.add(id(one))
            waiting.append((one, True))
            waiting += [(parent, False) for parent, _ in one.edges]
    # YOUR CODE HERE
    raise NotImplementedError()
