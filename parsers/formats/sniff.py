"""What a document is, told from its first bytes; a name or a declared type is never trusted."""

from __future__ import annotations

import re

HTML = "text/html"
TEXT = "text/plain"
MHTML = "multipart/related"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
UNKNOWN = "application/octet-stream"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
_PDF_HEAD = 1024
_TAGS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|script|style|span|tbody|ul|h[1-6])[\s/>]",
    re.IGNORECASE,
)
_MIME = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD = 8192


def sniff(data: bytes) -> str:
    """The media type the bytes are, ``application/octet-stream`` where nothing is recognised.

    A container (ZIP, OLE) is named as such; what it holds is told by its reader. Text with HTML tags
    near its start is HTML; bytes with more than a stray NUL and no UTF-16 mark are no text.
    """
    head = data[:_HEAD]
    for magic, name in _MAGIC:
        if head.startswith(magic) and not (name == "image/bmp" and not _is_bitmap(data)):
            return name
    if b"%PDF-" in head[:_PDF_HEAD]:
        return "application/pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if _MIME.match(head) and b"multipart/related" in head.lower():
        return MHTML
    if head.count(0) * 100 > len(head) and not head.startswith(_TEXT_MARKS):
        return UNKNOWN
    text = head.decode("utf-16" if head.startswith(_TEXT_MARKS[1:]) else "latin-1", "ignore")
    return HTML if _TAGS.search(text) else TEXT


def _is_bitmap(data: bytes) -> bool:
    return len(data) > 26 and data[6:10] == b"\x00\x00\x00\x00"
