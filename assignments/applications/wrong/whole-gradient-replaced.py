#: title = "a cell of the student's own replaces ad.grad by differences \"to save time\""
#: lose = ["q8-whole"]

# %% [before q1-advect-answer]
def grad_by_differences(f, argnum=0, h=1e-2):
    def gradient(*args):
        x = np.array(args[argnum], dtype=float)
        out = np.zeros(x.shape)
        for place in np.ndindex(x.shape):
            up, down = x.copy(), x.copy()
            up[place] += h
            down[place] -= h
            first, second = list(args), list(args)
            first[argnum], second[argnum] = up, down
            out[place] = (f(*first) - f(*second)) / (2 * h)
        return out

    return gradient


ad.grad = grad_by_differences
ad.value_and_grad = lambda f, argnum=0: lambda *a: (f(*a), grad_by_differences(f, argnum)(*a))
