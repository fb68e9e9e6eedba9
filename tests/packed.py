"""ZIP archives for tests: the same members always give the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO


def zipped(members: Mapping[str, bytes] | Mapping[str, str]) -> bytes:
    """A ZIP of the members by name, packed, of no day."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
