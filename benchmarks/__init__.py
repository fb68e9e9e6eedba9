"""The benchmarks: a module each, whose ``main`` prints a table and says whether its goals are met."""
