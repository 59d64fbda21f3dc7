#: title = "grad: a step in the imaginary direction, nothing is traced"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        x = np.array(args[argnum], dtype=complex)
        found = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            moved = x.copy()
            moved[i] += 1e-20j
            found[i] = np.imag(fun(*subval(args, argnum, moved), **kwargs)) / 1e-20
        return found

    return gradfun
