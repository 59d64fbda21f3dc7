#: title = "nll_and_grad takes forward mode"
#: lose = ["q7-gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    make = np.vectorize(lambda t: ForwardValue(float(t)), otypes=[object])
    ws = [make(m) for m in self.weights]
    loss = self.nll(X, y, ws)
    look = np.vectorize(lambda v: loss.forward_grads[v], otypes=[float])
    return loss.value, [look(m) for m in ws]


NeuralNetwork.nll_and_grad = nll_and_grad
