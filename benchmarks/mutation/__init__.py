"""The engine's tests on trial: small mistakes made in the engine by rule, each of which a test must
notice. `python -m benchmarks.mutation`."""
