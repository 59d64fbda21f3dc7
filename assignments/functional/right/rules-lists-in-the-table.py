#: title = "the table holds lists of rules in the place of dicts"

# %% [q3-first-answer]
primitive_vjps[exp] = [lambda g, ans, x: g * ans]
primitive_vjps[log] = [lambda g, ans, x: g / x]
primitive_vjps[add] = [lambda g, ans, x, y: unbroadcast(x, g), lambda g, ans, x, y: unbroadcast(y, g)]
primitive_vjps[subtract] = [lambda g, ans, x, y: unbroadcast(x, g), lambda g, ans, x, y: unbroadcast(y, -g)]
primitive_vjps[multiply] = [lambda g, ans, x, y: unbroadcast(x, g * y), lambda g, ans, x, y: unbroadcast(y, g * x)]
