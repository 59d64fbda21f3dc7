#: title = "helpers, styles and experiments stand in cells of their own"

# %% [before q1-arithmetic-answer]
%matplotlib inline
import matplotlib as mpl

plt.rcParams["figure.dpi"] = 80
mpl.rcParams["lines.linewidth"] = 1.0
np.set_printoptions(precision=4)

# %% [before q4-errors-answer]
def distance(xs, x_star):
    return np.abs(np.asarray(xs) - x_star)


COLORS = ["tab:blue", "tab:red", "tab:green", "tab:purple"]

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(distance(xs, x_star), color=COLORS[run % 4], label=f"run {run}")
    ax.set_yscale("log")
    ax.legend()

# %% [after q4-check]
xs, fs = perform_gd([-1, 0.5, 3], [0.05, 0.2, 0.9], epochs=20)
fig, ax = plt.subplots()
plot_errors(ax, xs, 0)
plt.show()

# %% [after q6-check]
trial = Perceptron(seed=3)
for parameter in trial.collect_parameters():
    print(parameter.value.shape)
