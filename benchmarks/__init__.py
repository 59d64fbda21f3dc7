"""Side-by-side measurements: ours, peers and hand-written code in one process, checked for equal
results first."""
