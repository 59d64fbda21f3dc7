#: title = "nll_and_grad returns a list of a class of its own"

# %% [q7-answer]
class Gradients(list):
    """One array for each matrix."""

def nll_and_grad(self, X, y):
    ws = [wrap_array(m) for m in self.weights]
    loss = self.nll(X, y, ws)
    loss.backward()
    return np.float64(loss.value), Gradients(unwrap_gradient(m) for m in ws)


NeuralNetwork.nll_and_grad = nll_and_grad
