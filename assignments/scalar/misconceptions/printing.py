"""Wrong ways to print a graph."""

from autograder.explaining.misconceptions import misconception


@misconception("q3")
def print_one_node(ns):
    """One value is printed and its parents are not. The graph goes on behind them.

    After the value itself, what does `graph_print` have to be called on?
    """
    ns.graph_print = lambda a: print(a.value if isinstance(a, ns.AutogradValue) else a)


@misconception("q3")
def print_parents_only(ns):
    """The value and its parents are printed, and nothing behind them. Parents have parents too.

    Which function prints a parent together with everything behind it?
    """

    def graph_print(a):
        if isinstance(a, ns.AutogradValue):
            print(a.value)
            for parent in a.parents:
                print(parent.value if isinstance(parent, ns.AutogradValue) else parent)
        else:
            print(a)

    ns.graph_print = graph_print


@misconception("q3")
def print_each_once(ns):
    """A value that is used twice is printed once. Here each use is asked for.

    In `a * a`, how many parents does the product have?
    """
    show(ns, once=True)


@misconception("q3")
def print_no_numbers(ns):
    """Plain numbers are left out. They are parents like the others, and they are printed as
    they are.

    What should `graph_print(5)` print?
    """
    show(ns, numbers=False)


@misconception("q3")
def print_first_parent(ns):
    """Only the first parent is followed. An operation has as many parents as arguments.

    In `a * b`, where is `b` printed?
    """
    show(ns, parents=slice(0, 1))


@misconception("q3")
def print_gradients(ns):
    """Gradients are printed instead of values. Before `backward` they are all 0.

    Which attribute holds the number that an operation computed?
    """
    show(ns, attribute="grad")


def show(ns, once=False, numbers=True, parents=slice(None), attribute="value"):
    """Install a graph_print that is right but for what is asked for."""

    def graph_print(a):
        seen = set()

        def visit(item):
            if not isinstance(item, ns.AutogradValue):
                if numbers:
                    print(item)
            elif not (once and id(item) in seen):
                seen.add(id(item))
                print(getattr(item, attribute))
                for parent in item.parents[parents]:
                    visit(parent)

        visit(a)

    ns.graph_print = graph_print


@misconception("q3")
def print_nothing(ns):
    """Nothing is printed, neither the value nor its parents.

    Is the text printed, or only put together or returned?
    """
    ns.graph_print = lambda a: None
