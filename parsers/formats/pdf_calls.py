"""Functions of PDFium called by their bare address: for questions asked thousands of times a page.

The bound functions of pypdfium2 convert and check every argument. Given plain numbers for handles and
called from ``map``, the same functions take a third of the time; half of that again where nothing at all is
converted. No argument is checked here: a caller passes handles that are alive and memory that is large
enough.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdf  # type: ignore[import-untyped]

HANDLE, INT, FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


class Handle(ctypes.c_void_p):
    """Something of PDFium's that is asked many questions, to hand over as it is."""


def bare(name: str, *arguments: type, result: type = INT) -> Callable[..., Any]:
    """The function of PDFium of this name, its handles as numbers; 0 stands for no handle.

    Where no arguments are named nothing is converted: then each is a :class:`Handle`, a number that PDFium
    takes for an ``int``, or ``ctypes.byref`` of memory.
    """
    address = ctypes.cast(getattr(pdf, name), HANDLE).value
    kind = ctypes.PYFUNCTYPE(ctypes.c_size_t if result is HANDLE else result, *arguments)
    return kind(address)  # type: ignore[arg-type]


def number_of(handle: object) -> int:
    """A handle of pypdfium2 as a plain number, 0 for no handle."""
    address = ctypes.cast(handle, HANDLE).value  # type: ignore[arg-type]
    return 0 if address is None else address
