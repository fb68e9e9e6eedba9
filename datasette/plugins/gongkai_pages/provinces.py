"""The provinces as a map of tiles: each one square, placed roughly where it lies; no borders drawn."""

from __future__ import annotations

# Seven to a line, so that a tile is wide enough for its name on a phone; most neighbours touch.
_MAP = """
全国 . . . . . 黑龙江
. . . 内蒙古 北京 辽宁 吉林
新疆 甘肃 宁夏 山西 河北 天津 .
西藏 青海 陕西 河南 山东 . .
. 四川 重庆 湖北 安徽 江苏 上海
. 云南 贵州 湖南 江西 浙江 .
. . 广西 广东 福建 . 台湾
. . 海南 澳门 香港 . .
"""
TILES: tuple[tuple[str, int, int], ...] = tuple(
    (name, column, line)
    for line, names in enumerate(_MAP.split("\n")[1:-1], start=1)
    for column, name in enumerate(names.split(), start=1)
    if name != "."
)
"""Name, column and line of each tile, from the north-west corner."""
NAMES = tuple(name for name, _, _ in TILES)


def short(province: str | None) -> str:
    """The short name of a province (宁夏回族自治区 → 宁夏); an unknown name stays as it is."""
    text = province or ""
    return next((name for name in NAMES if text.startswith(name)), text)
