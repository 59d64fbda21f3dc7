#: title = "rules are put into the table directly, with sums of their own"

# %% [q3-first-answer]
primitive_vjps[exp] = {0: lambda g, ans, x: g * ans}
primitive_vjps[log] = {0: lambda g, ans, x: g / x}
primitive_vjps[add] = {
    0: lambda g, ans, x, y: unbroadcast(x, g),
    1: lambda g, ans, x, y: unbroadcast(y, g),
}
primitive_vjps[subtract] = {
    0: lambda g, ans, x, y: unbroadcast(x, g),
    1: lambda g, ans, x, y: unbroadcast(y, -g),
}
primitive_vjps[multiply] = {
    0: lambda g, ans, x, y: unbroadcast(x, g * y),
    1: lambda g, ans, x, y: unbroadcast(y, g * x),
}
