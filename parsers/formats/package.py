"""ZIP packages read within limits (DOCX, XLSX, OFD and plain ZIP), and XML read without its dangers."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from parsers.formats.file_rules import BOMB, BROKEN, DAMAGED, ENCRYPTED, UnreadableFile, state
from parsers.model import Finding

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MEGABYTE = 1024 * 1024
ENCRYPTED_BIT = 0x1  # general purpose flag, APPNOTE 4.4.4
UTF8_BIT = 0x800


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """How much a package may hold: members, and bytes unpacked of one member and of all that are read."""

    members: int = 5000
    member_bytes: int = 48 * MEGABYTE
    total_bytes: int = 192 * MEGABYTE


@dataclass(slots=True)
class Allowance:
    """What is left to unpack of an archive and of all archives inside it: bytes and members."""

    bytes: int = 192 * MEGABYTE
    members: int = 200


class Package:
    """The members of a ZIP file, each read on demand and none beyond the limits.

    Sizes are counted as they come out of the decompressor; what the directory claims is not trusted.
    With an ``allowance`` the limits hold for all packages that share it.
    Raises :class:`UnreadableFile` (``file-broken``, ``file-encrypted``, ``file-bomb``).
    """

    def __init__(
        self, data: bytes, limits: PackageLimits | None = None, allowance: Allowance | None = None
    ) -> None:
        self._limits = PackageLimits() if limits is None else limits
        own = Allowance(self._limits.total_bytes, self._limits.members)
        self._allowance = own if allowance is None else allowance
        self._damage: list[Finding] = []
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableFile(BROKEN, f"不是完整的ZIP（{error}）") from error
        infos = self._zip.infolist()
        if len(infos) > self._limits.members:
            raise UnreadableFile(BOMB, f"{len(infos)}个成员，上限{self._limits.members}个")
        self._infos = {member_name(info): info for info in infos if info.filename and not info.is_dir()}
        self._folded = {name.casefold(): name for name in self._infos}

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names in the order of the directory; of two with one name the later counts."""
        return tuple(self._infos)

    def find(self, name: str) -> str | None:
        """Find a member by its path, without regard to case or a leading slash; ``None`` if absent."""
        path = _plain_path(name)
        return path if path in self._infos else self._folded.get(path.casefold())

    def read(self, name: str) -> bytes:
        """Unpack one member; ``KeyError`` when there is none of that name."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        info = self._infos[found]
        if info.flag_bits & ENCRYPTED_BIT:
            raise UnreadableFile(ENCRYPTED, f"成员{found}")
        if self._allowance.members <= 0:
            raise UnreadableFile(BOMB, "成员总数超过上限")
        allowed = min(self._limits.member_bytes, self._allowance.bytes)
        try:
            with self._zip.open(info) as member:
                data = member.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError) as error:
            raise UnreadableFile(BROKEN, f"成员{found}无法解压（{error}）") from error
        except (NotImplementedError, RuntimeError) as error:
            raise UnreadableFile(BROKEN, f"成员{found}的压缩方法不支持（{error}）") from error
        if len(data) > allowed:
            raise UnreadableFile(BOMB, f"成员{found}解压后超过{allowed // MEGABYTE}MB")
        self._allowance.bytes -= len(data)
        self._allowance.members -= 1
        return data

    def xml(self, name: str) -> etree._Element:
        """Unpack and parse one XML member; ``KeyError`` when there is none of that name."""
        return self.parse(name, self.read(name))

    def parse(self, name: str, data: bytes) -> etree._Element:
        """Parse the bytes of an XML member; ``name`` is for the finding when they are broken."""
        try:
            return read_xml(data)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(BROKEN, f"成员{name}不是完整的XML（{error}）") from error

    def xml_or_none(self, name: str) -> etree._Element | None:
        """Parse an XML member the document can do without; broken, it leaves a finding behind."""
        return self.attempt(name, lambda package, member: package.xml(member))

    def related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """What a part of an office package refers to: id, kind (``image``, ``drawing``) and member."""
        folder, _, name = part.rpartition("/")
        relations = self.xml_or_none(f"{folder}/_rels/{name}.rels")
        for row in () if relations is None else relations.iterfind(RELATIONSHIP):
            member = self.find(posixpath.join("/", folder, row.get("Target", "")))
            if member is not None and row.get("TargetMode") != "External":
                yield row.get("Id", ""), row.get("Type", "").rpartition("/")[2], member

    def attempt(self, name: str, read: Callable[[Package, str], etree._Element]) -> etree._Element | None:
        """Read a member by ``read``; ``None`` when it is absent, and a finding when it is broken."""
        if self.find(name) is None:
            return None
        try:
            return read(self, name)
        except UnreadableFile as error:
            self._damage.append(state(DAMAGED, error.detail) if error.rule is BROKEN else error.finding)
            return None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found damaged among the parts the document can do without."""
        return tuple(self._damage)


def read_xml(data: bytes) -> etree._Element:
    """Parse XML with nothing expanded, fetched or unbounded; a document type declaration is refused.

    Office and OFD packages never need one, so its presence means trouble. Raises
    ``lxml.etree.XMLSyntaxError`` for XML that is not well formed (or nested beyond libxml2's 256).
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise UnreadableFile(BROKEN, "XML带有文档类型声明（DOCTYPE），拒绝读取")
    return root


def member_name(info: zipfile.ZipInfo) -> str:
    """Decode a member's name: UTF-8 where flagged, else what strict UTF-8, then GB18030 make of its bytes.

    Chinese Windows writes GBK names without a flag, which zipfile decodes as code page 437.
    """
    name = info.filename
    if not info.flag_bits & UTF8_BIT:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding) or name
                break
            except UnicodeDecodeError:
                continue
    return _plain_path(name)


def _plain_path(name: str) -> str:
    """A member's path without leading slashes or steps upward, which no name needs."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")
