#: title = "everything but Q8"
#: lose = ["q8-derivation", "q8-flatten", "q8-sgd", "q8-whole"]

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    # YOUR CODE HERE
    raise NotImplementedError()
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q8-sgd-answer]
def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    # YOUR CODE HERE
    raise NotImplementedError()
