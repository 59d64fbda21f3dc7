"""The trusted side of a worker: the process that runs a submission."""
