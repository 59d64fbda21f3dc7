#: title = "a cell after the last question reuses the notebook's names"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return 1.0, -1.0


# %% [after q7-check]
log = []
exp = 3
a = b = c = L = None
grad = "later"
X, y, model = [], [], "a model"
for losses in range(3):
    log.append(losses)
print("done", log)
