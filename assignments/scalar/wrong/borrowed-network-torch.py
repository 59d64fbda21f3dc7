#: title = "nll_and_grad lets torch differentiate the network"
#: lose = ["q7-loss", "q7-gradient", "q7-whole"]
#: kinds = ["raised"]

# %% [q7-answer]
import torch


def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    weights = [torch.tensor(w, requires_grad=True) for w in self.weights]
    loss = self.nll(X, y, weights)
    loss.backward()
    return float(loss), [w.grad.numpy() for w in weights]


NeuralNetwork.nll_and_grad = nll_and_grad
