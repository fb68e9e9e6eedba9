"""The verbs of the command line, one module a stage of the work."""
