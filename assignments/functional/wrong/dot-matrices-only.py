#: title = "dot: only matrices are thought of"
#: lose = ["q3-dot"]
#: misconception = "dot-matrices-only"

# %% [q3-dot-answer]
# defvjp(dot, ...)
defvjp(dot, lambda g, ans, x, y: np.dot(g, y.T), lambda g, ans, x, y: np.dot(x.T, g))
