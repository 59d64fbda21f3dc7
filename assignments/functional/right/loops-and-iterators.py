#: title = "iterators on a stack, the keys of a dict as an order, products by loops"

# %% [q4-toposort-answer]
def toposort(end_node):
    done, stack = {}, [(end_node, iter(end_node.parents))]
    seen = {end_node}
    while stack:
        node, it = stack[-1]
        for p in it:
            if p not in seen:
                seen.add(p)
                stack.append((p, iter(p.parents)))
                break
        else:
            done[node] = None
            stack.pop()
    return {node: None for node in reversed(done)}.keys()

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    m = numpy.max(x, keepdims=True)
    return numpy.log(numpy.sum(numpy.exp(x - m), keepdims=True)).reshape(()) + m.reshape(())


defvjp(logsumexp, lambda g, ans, x: np.exp(x - ans) * g)

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    return np.array([[zi * xj for xj in x] for zi in z_bar]), np.array([sum(W[i, j] * z_bar[i] for i in range(len(z_bar))) for j in range(len(x))])


def exp_vjp(z, y_bar):
    return np.vectorize(lambda a, b: np.exp(a) * b)(z, y_bar)
