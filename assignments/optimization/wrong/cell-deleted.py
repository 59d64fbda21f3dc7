#: title = "the cell of GD is empty"
#: lose = ["q3-zero", "q3-step", "q8-whole"]

# %% [q3-gd-answer]
# to do
