#: title = "an object goes back"

# %% [q2-answer]
class WayBack:
    """One walk from an end to everything that it was computed from."""

    def __init__(self, end):
        self.end = end
        self.order = self.sort()

    def sort(self):
        order, state, stack = [], {}, [self.end]
        while stack:
            one = stack[-1]
            if state.get(one) is None:
                state[one] = "open"
                stack.extend(parent for parent, _ in one.edges if parent not in state)
            else:
                stack.pop()
                if state[one] == "open":
                    state[one] = "closed"
                    order.append(one)
        order.reverse()
        return order

    def clear(self):
        for one in self.order:
            if one.edges:
                one.grad = np.zeros(one.value.shape)

    def seed(self):
        self.end.grad = self.end.grad + 1.0

    def send(self):
        for one in self.order:
            for parent, message in one.edges:
                parent.grad = parent.grad + message(one.grad)

    def run(self):
        self.clear()
        self.seed()
        self.send()


def backward(end):
    """Fill in grad of everything that end was computed from."""
    WayBack(end).run()
