"""Word documents written by hand for tests: packages, paragraphs, runs and tables; what was read of them."""

from __future__ import annotations

from parsers.model import Grid, Paragraph, Source
from tests.packed import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(body: str, **parts: str) -> bytes:
    """A DOCX whose body and named parts (``numbering``, ``styles``, …) hold the given XML."""
    members = {
        "_rels/.rels": RELATIONS,
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
    }
    members |= {f"word/{name}.xml": f"<w:{name} {SPACES}>{inner}</w:{name}>" for name, inner in parts.items()}
    return zipped(members)


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row."""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table, with the widths of its grid in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"


def r(text: str, setting: str = "") -> str:
    """A run, set above or below the line where ``setting`` says so."""
    properties = f'<w:rPr><w:vertAlign w:val="{setting}"/></w:rPr>' if setting else ""
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Paragraph)]


def grids(source: Source) -> list[Grid]:
    return [block for block in source.blocks if isinstance(block, Grid)]


def layout(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    """(row, column, rowspan, colspan, text) of each cell."""
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells]


def checks(source: Source) -> list[str]:
    return [finding.check for finding in source.findings]
