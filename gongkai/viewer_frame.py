"""The page around an archived original: its style, a line that says what it is, the policy that binds it."""

from __future__ import annotations

from html import escape

from gongkai.viewer_original import Original

POLICY = (
    "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline';"
    " form-action 'none'; base-uri 'none'"
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
"""On every answer of the second origin, errors included."""

STYLE = """
:root { color-scheme: light dark; --paper: #fffefb; --ink: #1f1d1a; --soft: #6a645b; --line: #cfc8ba;
  --seal: #a32a1c; --mark: #ffe9a8; --fig: #f6efdd; }
@media (prefers-color-scheme: dark) { :root { --paper: #1d1c19; --ink: #e8e3d9; --soft: #a39c90;
  --line: #4a463e; --seal: #ef8674; --mark: #6b5413; --fig: #2a2620; } }
html { background: var(--paper); color: var(--ink); font: 14px/1.65 system-ui, "PingFang SC",
  "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; padding: 0 1rem 3rem; overflow-wrap: anywhere; }
.about { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--line);
  color: var(--soft); font-size: 12px; line-height: 1.45; padding: .45rem 0; margin-bottom: .8rem;
  z-index: 1; }
.about b { color: var(--ink); }
table { border-collapse: collapse; margin: .6rem 0; max-width: 100%; font-variant-numeric: tabular-nums; }
td p, th p { margin: 0; }
td, th { border: 1px solid var(--line); padding: .15rem .4rem; font-weight: 400; min-width: 1.2rem;
  overflow-wrap: normal; }
@media (max-width: 34rem) { html { font-size: 12.5px; } .about { white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; } }
h1 { font-size: 1.25rem; } h2 { font-size: 1.08rem; } h3, h4, h5, h6 { font-size: 1rem; }
.fig { background: var(--fig); scroll-margin: 38vh; }
.fig i { position: relative; top: 0; scroll-margin: 38vh; }
:target, :has(> i:target) { background: var(--mark); outline: 3px solid var(--seal); outline-offset: 1px; }
i:target { outline: none; }
.empty { display: inline-block; width: 1em; height: 1em; vertical-align: middle; }
.picture { color: var(--soft); border: 1px dashed var(--line); padding: 0 .3rem; }
.lines { padding-left: 3.2rem; font-size: 13px; }
.lines li { white-space: pre-wrap; tab-size: 4; }
.lines li::marker { color: var(--soft); font-size: 10px; }
.sheet { position: relative; margin: 0 0 1rem; padding: 0; border: 1px solid var(--line); background: #fff; }
.sheet img { display: block; width: 100%; height: auto; }
.box { position: absolute; scroll-margin: 38vh; }
.box:target, .box:has(> i:target) { background: rgb(255 214 74 / .45); }
"""


def page(original: Original, body: str, note: str = "") -> bytes:
    """A whole page around the harmless ``body``."""
    capture = original.capture
    about = (
        f"<b>存档原件的安全副本</b> Sanitised copy · {escape(capture.url + original.part)}<br>"
        f"{escape(capture.fetched_at.isoformat(timespec='seconds'))} · sha256 {capture.payload_sha256[:16]}…"
    )
    if original.origin:
        how = "他人所存的文件" if capture.kind == "file" else "取自他人的网络存档"
        en = "a file somebody saved" if capture.kind == "file" else "from somebody else's web archive"
        about += f"<br>{how} {en} · {escape(original.origin)}"
    if note:
        about += f"<br>{escape(note)}"
    return _document(original.title, f'<p class="about">{about}</p>{body}')


def message(title: str, words: str) -> bytes:
    """A page that only says something."""
    return _document(title, f'<p class="about"><b>{escape(title)}</b></p><p>{escape(words)}</p>')


def _document(title: str, body: str) -> bytes:
    return (
        '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>"
    ).encode("utf-8", "replace")
