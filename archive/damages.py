"""The kinds of damage ``gongkai verify`` can find, each with its meaning and its cure."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import RecordDamaged

KINDS: dict[str, tuple[str, str]] = {
    "torn-tail": ("the file ends inside a record", "cut back to the last whole record; refetch"),
    "broken-member": ("a gzip member does not decompress", "salvage the sound records; refetch"),
    "wrong-checksum": ("a gzip member's own checksum is wrong", "salvage the sound records; refetch"),
    "one-member": ("several records share one gzip member", "compress each record by itself"),
    "not-a-record": ("a gzip member holds no WARC record", "salvage the sound records"),
    "length-wrong": ("Content-Length is not the block's length", "salvage the sound records; refetch"),
    "block-digest": ("the block does not fit its digest", "salvage the sound records; refetch"),
    "payload-digest": ("the payload does not fit its digest", "salvage the sound records; refetch"),
    "digest-missing": ("a record lacks the digests we write", "salvage the sound records; refetch"),
    "second-opinion": (
        "fastwarc finds fault where our own reader finds none",
        "none by itself: read the record and the two readers' words, then decide",
    ),
    "date-missing": ("a record has no WARC-Date", "salvage the sound records; refetch"),
    "date-bad": ("a record's WARC-Date is no date", "salvage the sound records; refetch"),
    "field-missing": ("a record lacks a field its row needs", "salvage the sound records; refetch"),
    "duplicate-id": ("two records have the same id", "keep the first; refetch the other's address"),
    "payload-changed": ("the payload is not the one the row was written for", "refetch"),
    "lost-record": ("rows stand for records beyond the end of their file", "drop the rows; refetch"),
    "row-without-record": ("a row's place holds no sound record", "drop the row; refetch"),
    "record-without-row": ("a capture record has no row", "index it again"),
    "row-differs": ("a row does not say what its record says", "index the record again"),
    "file-missing": ("rows stand for a file that is not there", "drop the rows; refetch"),
    "manifest-missing": ("a sealed file has no manifest", "write it again, when every record is sound"),
    "manifest-differs": (
        "a sealed file is not the one its manifest describes",
        "see what else is told of it",
    ),
    "index-missing": ("there is no archive.db", "build it again from the WARC files"),
    "index-broken": ("archive.db is damaged itself", "build it again from the WARC files"),
    "left-open": ("a crash left a file open", "recover it, as the next crawl would"),
    "reports-broken": ("reports.db is damaged itself", "publish again, with --allow-shrink"),
    "report-without-capture": ("reports.db names a capture the archive does not have", "publish again"),
    "report-differs": ("reports.db tells another payload than its capture holds", "publish again"),
}


@dataclass(frozen=True, slots=True)
class Damage:
    """A damage: its kind (of ``KINDS``), file, offset in bytes (-1: the whole file), what was seen."""

    kind: str
    file: str
    offset: int
    record_id: str | None
    message: str

    def __str__(self) -> str:
        meaning, cure = KINDS[self.kind]
        place = f"{self.file}, byte {self.offset}" if self.offset >= 0 else self.file
        return f"{self.kind}: {place}: {meaning} ({self.message}); cure: {cure}"


# Words of the reasons that ``archive.records`` gives, in the order in which they are tried.
_REASONS = (
    ("ends inside", "torn-tail"),
    ("incorrect data check", "wrong-checksum"),
    ("incorrect length check", "wrong-checksum"),
    ("not a sound gzip", "broken-member"),
    ("several records", "one-member"),
    ("no WARC record", "not-a-record"),
    ("without a colon", "not-a-record"),
    ("Content-Length says", "length-wrong"),
    ("WARC-Block-Digest", "block-digest"),
    ("WARC-Payload-Digest", "payload-digest"),
)


def of_record(damage: RecordDamaged) -> Damage:
    """The kind of what reading a record complained about."""
    kind = next((kind for words, kind in _REASONS if words in damage.reason), "broken-member")
    return Damage(kind, damage.file, damage.offset, None, damage.reason)
