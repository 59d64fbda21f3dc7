#: title = "derivative: PyTorch's"
#: lose = ["q2-derivative"]

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    import torch

    variable = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    f(variable).backward()
    return variable.grad.numpy()
