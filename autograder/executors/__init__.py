"""Grading by whoever takes tasks: `concurrent.futures` executors, and Dask clusters.

A task is one submission. It takes along all that it needs, the assignment's files included, so that
no file system has to be shared; it gives back data, and the one who began the batch writes them.
"""
