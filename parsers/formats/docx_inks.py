"""Whether a run of Word text stands on white paper (ECMA-376 part 1, 17.3.2.32, 17.3.5 and 17.4.32)."""

from __future__ import annotations

from lxml import etree

from parsers.formats.docx_styles import VAL, Styles, W, paints

_PROPERTIES = {W + name: W + name + "Pr" for name in ("r", "p", "tc", "tbl")}
_STYLES = frozenset(W + name for name in ("rStyle", "pStyle", "tblStyle"))
_BOX = f"{W}txbxContent"
_NO_HIGHLIGHT = frozenset(("none", "white"))


def on_paper(run: etree._Element, styles: Styles) -> bool:
    """Whether nothing shades a run: not itself, its paragraph, its cell or a table, nor a style of these.

    The nearest shading counts; a text box may be filled with any colour.
    """
    for outer in (run, *run.iterancestors()):
        if outer.tag == _BOX:
            return False
        properties = outer.find(_PROPERTIES[outer.tag]) if outer.tag in _PROPERTIES else None
        if properties is None:
            continue
        highlight, shade = properties.find(f"{W}highlight"), properties.find(f"{W}shd")
        if highlight is not None and highlight.get(VAL) not in _NO_HIGHLIGHT:
            return False
        if shade is not None and (paints(shade) or shade.get(f"{W}fill", "auto") != "auto"):
            return not paints(shade)
        named = (row.get(VAL) for row in properties if row.tag in _STYLES)
        if not styles.painting.isdisjoint(named):
            return False
    return True
