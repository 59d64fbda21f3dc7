#: title = "grid by the logarithms themselves"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(budget**0.5)
    results = {}
    for log_rate in np.linspace(np.log(0.01), np.log(2.0), m):
        for log_scale in np.linspace(np.log(0.05), np.log(3.0), m):
            settings = np.array([log_rate] * num_steps + [log_scale])
            results[log_rate, log_scale] = after_training(settings, direction, loss)
    results = {at: value for at, value in results.items() if np.isfinite(value)}
    at = min(results, key=results.get)
    return results[at], np.exp(at[0]), np.exp(at[1])
