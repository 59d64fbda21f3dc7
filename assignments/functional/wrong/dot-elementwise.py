#: title = "dot: the rules of an element-by-element product"
#: lose = ["q3-dot", "q8-whole"]
#: misconception = "dot-as-elementwise"

# %% [q3-dot-answer]
# defvjp(dot, ...)
defvjp(dot, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)
