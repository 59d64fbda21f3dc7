"""The functional assignment: build a tracer, and differentiate NumPy code with it."""
