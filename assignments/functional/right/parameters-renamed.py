#: title = "parameters have short names"

# %% [q1-answer]
def one_sided(fn, p, eps):
    p = np.asarray(np.array(p) * 1.0)
    d = np.asarray(p * 0.0)
    for k in np.ndindex(*p.shape):
        q = p.copy()
        q[k] += eps
        d[k] = (fn(q) - fn(p)) / eps
    return d


def two_sided(fn, p, eps):
    p = np.array(p) * 1.0
    flat = np.ravel(p)
    d = []
    for k in range(len(flat)):
        a, b = flat.copy(), flat.copy()
        a[k] += eps
        b[k] -= eps
        d.append((fn(a.reshape(np.shape(p))) - fn(b.reshape(np.shape(p)))) / (2 * eps))
    return np.array(d).reshape(np.shape(p))

# %% [q4-toposort-answer]
def toposort(last):
    out = []
    n_users = {}

    def count(n):
        n_users[n] = n_users.get(n, 0) + 1
        if n_users[n] == 1:
            for p in n.parents:
                count(p)

    def give(n):
        n_users[n] -= 1
        if n_users[n] == 0:
            out.append(n)
            for p in n.parents:
                give(p)

    count(last)
    give(last)
    return out

# %% [q4-backward-answer]
def backward_pass(err, out):
    m = {out: err}
    for n in toposort(out):
        f, y, a, k, nums = n.recipe
        for j, p in zip(nums, n.parents):
            m[p] = add_outgrads(m.get(p), primitive_vjps[f][j](m[n], y, *a, **k))
    return m[n]


def add_outgrads(a, b):
    return b if a is None else a + b

# %% [q4-vjp-answer]
def make_vjp(f, p):
    y, n = trace(Node.new_root(), f, p)
    def vjp(g=1.0):
        return backward_pass(g, n)
    return vjp, y

# %% [q6-products-answer]
def product_vjp(A, v, z_bar):
    return np.array([zi * v for zi in z_bar]), sum(zi * row for zi, row in zip(z_bar, A))


def exp_vjp(z, g):
    return np.exp(z) * g

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(a):
    m = a.max()
    return m + np.log(np.exp(a - m).sum())


defvjp(logsumexp, lambda g, lse, a: np.exp(a - lse) * g)
