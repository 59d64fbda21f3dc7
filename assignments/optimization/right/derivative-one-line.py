#: title = "one line, with a walrus"

# %% [q2-derivative-answer]
derivative = lambda f, x: (f(v := Variable(x)).backward(), v.grad)[1]
