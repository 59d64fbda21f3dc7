#: title = "the network is trained by torch"
#: lose = ["q6-epoch", "q6-whole"]

# %% [q6-epoch-answer]
import torch


def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    A = torch.tensor(W1.numpy(), requires_grad=True)
    B = torch.tensor(W2.numpy(), requires_grad=True)
    step = torch.optim.SGD([A, B], lr=lr)
    for start in range(0, len(X), batch):
        step.zero_grad()
        Z = torch.relu(torch.tensor(X[start : start + batch]) @ A) @ B
        torch.nn.functional.cross_entropy(Z, torch.tensor(y[start : start + batch])).backward()
        step.step()
    return Tensor(A.detach().numpy()), Tensor(B.detach().numpy())
