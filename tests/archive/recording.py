"""What a program asked of the disk, call by call, as strace saw it: nothing inside the program is replaced.

Only what changes files under one folder is kept, in the kernel's words made plain: names put into folders,
bytes written, lengths cut, and what was synced. What the model has no word for fails loudly.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
_BY_NAME = (
    "open,openat,creat,truncate,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,"
    "mkdir,mkdirat"
).split(",")
_BY_HANDLE = (
    "close,write,writev,pwrite64,pwritev,pwritev2,lseek,ftruncate,fallocate,fsync,fdatasync,sync_file_range,"
    "dup,dup2,dup3,mmap,sendfile,copy_file_range,splice"
).split(",")
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+)")
_UNFINISHED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes put into a file from an offset on."""

    inode: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file's length set."""

    inode: int
    size: int


@dataclass(frozen=True, slots=True)
class Names:
    """Entries of one folder changed in one step: each name with what it stands for now (``None``: gone)."""

    inode: int
    entries: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Sync:
    """Everything of a file, or of a folder's names, that was asked before lasts from here on."""

    inode: int


@dataclass(frozen=True, slots=True)
class Say:
    """A line the program printed: what it held to be done."""

    line: str


Step = Write | Cut | Names | Sync | Say


@dataclass(slots=True)
class Tree:
    """Folders as maps of names, files as bytes, by number: folders count down from the top's 0, files up."""

    folders: dict[int, dict[str, int]] = field(default_factory=lambda: {0: {}})
    files: dict[int, bytes] = field(default_factory=dict)

    def new(self, *, folder: bool) -> int:
        """The number of something new and empty."""
        if folder:
            self.folders[-len(self.folders)] = {}
            return 1 - len(self.folders)
        self.files[len(self.files) + 1] = b""
        return len(self.files)


def read_tree(top: Path) -> Tree:
    """A folder as it stands on the disk now."""
    tree = Tree()

    def fill(path: Path, number: int) -> None:
        for child in sorted(path.iterdir()):
            inode = tree.folders[number][child.name] = tree.new(folder=child.is_dir())
            if child.is_dir():
                fill(child, inode)
            else:
                tree.files[inode] = child.read_bytes()

    fill(top, 0)
    return tree


class _Reader:
    """Turns strace's lines into steps; follows names and file handles as the kernel does."""

    def __init__(self, top: Path, tree: Tree) -> None:
        self._top = str(top)
        self._tree = Tree({number: dict(names) for number, names in tree.folders.items()}, dict(tree.files))
        self._folders = self._tree.folders
        self._handles: dict[int, int] = {}
        self._at: dict[int, int] = {}

    def _find(self, path: str) -> tuple[int, str] | None:
        """The folder's number and the name in it; ``None`` for what stands elsewhere."""
        if not path.startswith(self._top + "/"):
            return None
        *parents, name = path.removeprefix(self._top + "/").split("/")
        number = 0
        for parent in parents:
            number = self._folders[number][parent]
        return number, name

    def _number(self, path: str) -> int | None:
        if path == self._top:
            return 0
        place = self._find(path)
        return None if place is None else self._folders[place[0]].get(place[1])

    def _names(self, folder: int, *entries: tuple[str, int | None]) -> Names:
        for name, inode in entries:
            if inode is None:
                self._folders[folder].pop(name, None)
            else:
                self._folders[folder][name] = inode
        return Names(folder, entries)

    def steps(self, call: str, arguments: str, result: int) -> Iterator[Step]:
        """The steps of one call that succeeded."""
        values = list(_values(arguments, text=call in _BY_NAME))
        paths = [it for it in values if it.startswith("/")]
        if call in _BY_NAME and not paths:
            handle = int(values[0]) if values[0].isdigit() else -1
            assert handle not in self._handles, f"{call}({values}): a place below a handle is not followed"
        elif call in ("open", "openat", "creat"):
            yield from self._open(paths[0], arguments, result)
        elif call in ("mkdir", "mkdirat") and (place := self._find(paths[0])):
            yield self._names(place[0], (place[1], self._tree.new(folder=True)))
        elif call in ("unlink", "unlinkat", "rmdir") and (place := self._find(paths[0])):
            yield self._names(place[0], (place[1], None))
        elif call in ("rename", "renameat", "renameat2") and (old := self._find(paths[0])):
            new = self._find(paths[1])
            inode = self._folders[old[0]][old[1]]
            assert new is not None, f"{paths} leads out of the folder"
            if new[0] == old[0]:
                yield self._names(old[0], (old[1], None), (new[1], inode))
            else:
                yield self._names(new[0], (new[1], inode))
                yield self._names(old[0], (old[1], None))
        elif call in ("link", "linkat") and (place := self._find(paths[1])):
            yield self._names(place[0], (place[1], self._number(paths[0])))
        elif call == "mmap":
            handle = int(values[4])
            if handle in self._handles and "PROT_WRITE" in values[2] and "MAP_SHARED" in values[3]:
                path = self._path(self._handles[handle])
                assert path.endswith("-shm"), f"{path} is written through memory, which is not followed"
        elif call == "write" and int(values[0]) == 1:
            yield from (Say(line) for line in bytes.fromhex(values[1]).decode().splitlines() if line)
        elif values and values[0].isdigit() and int(values[0]) in self._handles:
            yield from self._on_handle(call, int(values[0]), values, result)

    def _path(self, inode: int) -> str:
        if inode == 0:
            return self._top
        for folder, names in self._folders.items():
            for name, number in names.items():
                if number == inode:
                    return f"{self._path(folder)}/{name}"
        raise AssertionError(f"number {inode} has no name")

    def _open(self, path: str, arguments: str, handle: int) -> Iterator[Step]:
        if path != self._top and self._find(path) is None:
            self._handles.pop(handle, None)
            return
        inode = self._number(path)
        if inode is None:
            place = self._find(path)
            assert place is not None
            inode = self._tree.new(folder=False)
            yield self._names(place[0], (place[1], inode))
        elif "O_TRUNC" in arguments:
            yield Cut(inode, 0)
        assert "O_APPEND" not in arguments, f"{path} is appended to, which is not followed"
        self._handles[handle], self._at[handle] = inode, 0

    def _on_handle(self, call: str, handle: int, values: list[str], result: int) -> Iterator[Step]:
        inode = self._handles[handle]
        if call == "close":
            del self._handles[handle]
        elif call == "lseek":
            self._at[handle] = result
        elif call == "write":
            yield Write(inode, self._at[handle], bytes.fromhex(values[1])[:result])
            self._at[handle] += result
        elif call == "pwrite64":
            yield Write(inode, int(values[3]), bytes.fromhex(values[1])[:result])
        elif call == "sendfile":
            # Sealed files are copied so; they stand as they stood.
            data = Path(self._path(self._handles[int(values[1])])).read_bytes()
            start = int(values[2].strip("[]"))
            yield Write(inode, self._at[handle], data[start : start + result])
            self._at[handle] += result
        elif call == "ftruncate":
            yield Cut(inode, int(values[1]))
        elif call in ("fsync", "fdatasync"):
            yield Sync(inode)
        else:
            raise AssertionError(f"{call}({values}) is not followed")


def _values(arguments: str, *, text: bool) -> Iterator[str]:
    """The arguments of a call; strings as text or in hexadecimal."""
    for it in re.findall(r'"[^"]*"|[^," ]+', arguments):
        if not it.startswith('"'):
            yield it
            continue
        data = bytes.fromhex(it.strip('"').replace("\\x", ""))
        yield data.decode() if text else data.hex()


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Lines of calls; one that another thread's line cut in two is put together at its end."""
    begun: dict[str, str] = {}
    for line in lines:
        if half := _UNFINISHED.match(line):
            begun[half[1]] = line.removesuffix(" <unfinished ...>\n").rstrip("\n")
        elif rest := _RESUMED.match(line):
            yield begun.pop(rest[1]) + rest[2]
        else:
            yield line


def record(program: str, top: Path, log: Path) -> list[Step]:
    """Run a program (Python; ``TOP`` is the folder) and tell what it asked of the files under the folder."""
    tree = read_tree(top)
    code = f"from pathlib import Path\nTOP = Path({str(top)!r})\n{program}"
    watched = ["-e", f"trace={','.join([*_BY_NAME, *_BY_HANDLE])}"]
    command = ["strace", "-f", "-xx", "-s", "9999999", "-o", str(log), *watched, sys.executable, "-c", code]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"strace or the program failed: {done.stderr}"
    reader = _Reader(top, tree)
    steps: list[Step] = []
    with log.open(encoding="ascii") as lines:
        for line in _joined(lines):
            found = _LINE.match(line)
            if found and not found[4].startswith("-"):
                steps += reader.steps(found[2], found[3], int(ast.literal_eval(found[4])))
    log.unlink()
    return steps
