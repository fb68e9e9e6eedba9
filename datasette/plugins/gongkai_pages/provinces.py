"""The provinces as a map of tiles: each one square, placed roughly where it lies; no borders drawn."""

from __future__ import annotations

# name, column, line, from the north-west corner
TILES: tuple[tuple[str, int, int], ...] = (
    ("全国", 1, 1),
    ("黑龙江", 9, 1),
    ("新疆", 1, 2),
    ("内蒙古", 6, 2),
    ("辽宁", 8, 2),
    ("吉林", 9, 2),
    ("甘肃", 3, 3),
    ("宁夏", 4, 3),
    ("山西", 5, 3),
    ("河北", 6, 3),
    ("北京", 7, 3),
    ("天津", 8, 3),
    ("西藏", 1, 4),
    ("青海", 2, 4),
    ("陕西", 4, 4),
    ("河南", 5, 4),
    ("山东", 7, 4),
    ("江苏", 8, 4),
    ("四川", 3, 5),
    ("重庆", 4, 5),
    ("湖北", 5, 5),
    ("安徽", 7, 5),
    ("上海", 9, 5),
    ("云南", 3, 6),
    ("贵州", 4, 6),
    ("湖南", 5, 6),
    ("江西", 6, 6),
    ("浙江", 8, 6),
    ("广西", 4, 7),
    ("广东", 5, 7),
    ("福建", 7, 7),
    ("台湾", 9, 7),
    ("海南", 4, 8),
    ("澳门", 5, 8),
    ("香港", 6, 8),
)
NAMES = tuple(name for name, _, _ in TILES)


def short(province: str | None) -> str:
    """The short name of a province (宁夏回族自治区 → 宁夏); an unknown name stays as it is."""
    text = province or ""
    return next((name for name in NAMES if text.startswith(name)), text)
