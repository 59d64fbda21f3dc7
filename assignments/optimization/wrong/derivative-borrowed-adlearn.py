#: title = "derivative: adlearn's grad"
#: lose = ["q2-derivative"]

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    import adlearn

    return adlearn.grad(f)(x)
