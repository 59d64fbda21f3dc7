"""What comes in of a class: archives of other systems, folders, a roster, and a folder that fills.

`archive` gives every file of a source, checked; `canvas`, `moodle`, `gradescope` and `plain` say
whose they are, and `roster` and `matching` which student that is. `collect` takes in each attempt,
whole or not at all, and `came_in` lists every file with what was done with it. `watching` looks at
a folder again and again.
"""
