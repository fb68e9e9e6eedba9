"""The replica sites: a module a content system, each a pure function from a body and a seed to its pages."""
