"""The optimization assignment: variables, modules, and ways down, with pictures of them."""
