"""Documents of other programs made readable: LibreOffice in a child process, a batch at a time.

The child has a profile of its own that runs no macro and follows no link, a network of its own that
leads nowhere (where the kernel allows one), and limits of time, memory and output. It sees files
named by us in a folder of its own, and nothing it writes elsewhere is read.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from parsers.formats.conversion import Converted, Failure, Piece

MEGABYTE = 1024 * 1024
INSTALL = "apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui"

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Load", "UpdateDocumentsFromTemplate", "0"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
)
"""What the profile sets: path, property, value. Nothing is run, and no link is followed."""


@dataclass(frozen=True, slots=True)
class ConvertLimits:
    """What conversions may cost: seconds to start and for each document, bytes of memory, of one result."""

    start_seconds: float = 30.0
    document_seconds: float = 30.0
    memory_bytes: int = 4096 * MEGABYTE
    result_bytes: int = 64 * MEGABYTE
    batch: int = 20


def convert(pieces: Iterable[Piece], limits: ConvertLimits | None = None) -> Converted:
    """Convert pieces of documents; each one's result, or why there is none, by its SHA-256.

    A batch that ends early is tried again one document at a time, so that a document which stops the
    converter costs its own result alone. Without LibreOffice every piece gets a failure that says how
    to install it.
    """
    limits = ConvertLimits() if limits is None else limits
    wanted = {piece.sha256: piece for piece in pieces}
    program = office()
    if program is None:
        missing = Failure(f"没有安装LibreOffice（安装：{INSTALL}）")
        return dict.fromkeys(wanted, missing)
    results: dict[str, bytes | Failure] = {}
    ordered = sorted(wanted.values(), key=lambda piece: (piece.target, piece.sha256))
    for _, same in groupby(ordered, key=lambda piece: piece.target):
        group = list(same)
        for start in range(0, len(group), limits.batch):
            results |= _batch(program, group[start : start + limits.batch], limits)
    return results


def office() -> str | None:
    """Where LibreOffice is, or ``None`` where it is not installed."""
    return shutil.which("soffice")


def _batch(program: str, pieces: Sequence[Piece], limits: ConvertLimits) -> dict[str, bytes | Failure]:
    results = _run(program, pieces, limits)
    if len(pieces) > 1:
        for piece in pieces:
            if isinstance(results[piece.sha256], Failure):
                results |= _run(program, [piece], limits)
    return results


def _run(program: str, pieces: Sequence[Piece], limits: ConvertLimits) -> dict[str, bytes | Failure]:
    with tempfile.TemporaryDirectory(prefix="gongkai-convert-") as name:
        folder = Path(name)
        out = folder / "out"
        out.mkdir()
        _write_profile(folder / "profile" / "user")
        inputs = []
        for number, piece in enumerate(pieces):
            path = folder / f"{number}.{piece.suffix}"
            path.write_bytes(piece.data)
            inputs.append(str(path))
        seconds = limits.start_seconds + limits.document_seconds * len(pieces)
        ended = _call(_command(program, folder, pieces[0].target, inputs, limits), folder, seconds)
        results = {}
        for number, piece in enumerate(pieces):
            results[piece.sha256] = _result(out / f"{number}.{piece.target}", ended, limits)
        return results


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "\n".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(PROFILE.format(items=items), encoding="utf-8")


def _command(
    program: str, folder: Path, target: str, inputs: Sequence[str], limits: ConvertLimits
) -> list[str]:
    seconds = int(limits.start_seconds + limits.document_seconds * len(inputs)) + 1
    bounds = (
        f"ulimit -v {limits.memory_bytes // 1024}; ulimit -f {limits.result_bytes * 2 // 512}; "
        f'ulimit -t {seconds * 2}; ulimit -c 0; exec "$@"'
    )
    return [
        *_without_network(),
        "/bin/sh",
        "-c",
        bounds,
        "convert",
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        *inputs,
    ]


@cache
def _without_network() -> tuple[str, ...]:
    """The words that give a command a network of its own, empty where the kernel does not allow it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    words = (unshare, "--map-root-user", "--net")
    tried = subprocess.run([*words, "true"], capture_output=True, check=False)
    return words if tried.returncode == 0 else ()


def _call(command: Sequence[str], folder: Path, seconds: float) -> str:
    """Run the converter to its end or its limit; say how it ended, empty when well."""
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        # Where a network of its own is not to be had, every fetch goes to a port nobody listens on
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return f"LibreOffice超过{seconds:g}秒，已停止"
    finally:
        # LibreOffice starts itself through others: all of its session must go
        _stop(child)
    return "" if code == 0 else f"LibreOffice以退出码{code}结束"


def _stop(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _result(path: Path, ended: str, limits: ConvertLimits) -> bytes | Failure:
    if path.is_symlink() or not path.is_file():
        return Failure(ended or "LibreOffice不能读取该文件")
    size = path.stat().st_size
    if size == 0:
        return Failure(ended or "LibreOffice没有写出内容")
    if size > limits.result_bytes:
        return Failure(f"转换结果{size // MEGABYTE}MB，上限{limits.result_bytes // MEGABYTE}MB")
    return path.read_bytes()
