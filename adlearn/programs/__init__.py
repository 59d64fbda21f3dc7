"""Programs: what a function computes, and what its derivative computes, as lines that can be read,
taken apart and run."""
