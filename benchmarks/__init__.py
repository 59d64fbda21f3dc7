"""Side-by-side measurements: ours, peers and hand-written code in one process, checked for equal
results first."""

import os

# One thread each, as Python's own code has: set before NumPy is imported, which then obeys it.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
# jax, if it is there: on the processor, and on one thread as far as it lets itself be told.
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)
