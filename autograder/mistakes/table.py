"""What to do next: the mistakes that are made with notebooks, how each is recognized, what is said.

One table, read from the top; the first line that fits is said. The notebook's card, the page, text,
Markdown and nbgrader's feedback all take it from here. Nothing here may tell a hidden case: texts
speak of names, lines and cells, and of no number that was asked for.
"""

from __future__ import annotations

from autograder.language import template
from autograder.mistakes.about_answers import ABOUT_ANSWERS
from autograder.mistakes.about_cells import ABOUT_CELLS
from autograder.mistakes.about_errors import ABOUT_ERRORS

MISTAKES = (*ABOUT_CELLS, *ABOUT_ERRORS, *ABOUT_ANSWERS)

#: What to do next where no line of the table fits, by kind of failure.
BY_KIND = {
    "value": template(
        "Work the smallest case out by hand, then find the line that gives another number."
    ),
    "partials": template(
        "Hold all arguments but one fixed: what is the slope in that one? Differentiate it "
        "on paper, put the numbers of the case in, and compare."
    ),
    "gradient": template(
        "Do the smallest case on paper, number by number in the order in which your code "
        "goes, and compare each with what your code has there."
    ),
    "shape": template(
        "Print the shape (or the length) of what you return, and of what was asked for."
    ),
    "type": template("Print `type(...)` of what you return just before the `return`."),
    "output": template(
        "Call the function on the smallest case yourself and compare it with the list."
    ),
    "kept": template(
        "Where is the list or the set made that is filled? Make it anew in each call."
    ),
    "claim": template(
        "Try the same in a cell of your own, in small steps: which is the first that does not "
        "give what you expect?"
    ),
    "raised": template(
        "Print the values in that line just before it: which is not what you thought?"
    ),
    "crash": template(
        "Leave out calls such as `exit()`, and look for a recursion that never ends."
    ),
}

#: What to do next about a hidden check, whose message says the kind of case.
HIDDEN = template(
    "This is a hidden check, so the case itself is not shown. Make one of that kind yourself (the "
    "title says what is asked), and compare what you get with what you get on paper."
)

#: The same, while a public check of the same part fails.
PUBLIC_FIRST = template(
    "Get the public check of this part right first; this one asks the same of more cases."
)
