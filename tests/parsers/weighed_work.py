"""Parsing that also tells the most memory its process ever held; importable, so that a child can run it."""

from __future__ import annotations

import resource

from gongkai.workers import Job, Parsed, parse_one


def weighed(job: Job) -> Parsed:
    """As :func:`parse_one`, but with the process's peak of resident memory, in megabytes, for the seconds."""
    text, outcome, _ = parse_one(job)
    return text, outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
