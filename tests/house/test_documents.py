"""The documents that stand beside the code: generated ones are current, README's commands exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click

from gongkai.cli import VERBS, main
from gongkai.reference import TARGET, reference

ROOT = Path(__file__).resolve().parents[2]


def test_the_command_reference_is_current() -> None:
    """docs/cli.md is what the commands say of themselves."""
    assert TARGET.read_text(encoding="utf-8") == reference(), "run: python -m gongkai.reference"


def test_every_command_has_examples() -> None:
    """A newcomer finds an example in every command's help."""
    for name in VERBS:
        command = main.get_command(click.Context(main), name)
        assert command is not None and "Example" in (command.help or ""), f"{name} --help shows no example"


def test_readme_names_only_commands_that_exist() -> None:
    """Each `gongkai VERB` and `make TARGET` of the README is real."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^\s*(?:\.venv/bin/)?gongkai ([a-z]+)", text, flags=re.MULTILINE))
    targets = set(re.findall(r"^\s*make ([a-z-]+)", text, flags=re.MULTILINE))
    assert verbs and {"run", "test"} <= targets
    assert verbs <= set(VERBS)
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()


def test_every_dependency_is_pinned() -> None:
    """constraints.txt pins each package pyproject.toml asks for, with names and versions only."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        asked += extra
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", pin) for pin in pins)
    pinned = {re.sub(r"[-_.]+", "-", pin.split("==")[0]).lower() for pin in pins}
    wanted = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=! ]", name)[0]).lower() for name in asked}
    assert wanted <= pinned, f"not pinned: {sorted(wanted - pinned)}"
