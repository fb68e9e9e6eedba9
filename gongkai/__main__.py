"""Run the command line as ``python -m gongkai``."""

from __future__ import annotations

from gongkai.cli import main

main()
