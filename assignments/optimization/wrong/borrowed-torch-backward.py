#: title = "backward is PyTorch's"
#: lose = ["q2-chain", "q2-shared", "q2-again", "q8-whole"]

# %% [q2-answer]
import torch


def backward(end):
    """Fill in grad of everything that end was computed from."""
    torch.autograd.backward(end)
