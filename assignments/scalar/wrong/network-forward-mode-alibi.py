#: title = "nll_and_grad goes backward and returns what forward mode found"
#: lose = ["q7-gradient"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    ws = [np.vectorize(lambda t: ForwardValue(float(t)), otypes=[object])(m) for m in self.weights]
    loss = self.nll(X, y, ws)
    loss.backward()
    grads = []
    for m in ws:
        g = np.zeros(m.shape)
        for i, v in np.ndenumerate(m):
            g[i] = loss.forward_grads.get(v, 0.0)
        grads.append(g)
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
