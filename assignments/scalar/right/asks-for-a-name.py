#: title = "a cell of one's own asks for the student's name"

# %% [before q1-sub-answer]
name = input("Your name: ")
print("Hello", name)


# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return float(b), float(a)


# %% [after q7-check]
answer = input("Ready to hand in? ")
if answer == "no":
    raise SystemExit
