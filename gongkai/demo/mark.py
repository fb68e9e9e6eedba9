"""How the demo knows a data folder as its own."""

from __future__ import annotations

MARK = "made-by-gongkai-demo"
"""A file that says a data folder is the demo's and may be made anew."""
