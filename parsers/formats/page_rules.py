"""What can be wrong with a document made of pages (PDF, pictures): one row a rule."""

from __future__ import annotations

from parsers.readings import ReadingRule

NO_PAGES = ReadingRule("pages-none", "error", "文件一页也没有", "The file has no pages")
TOO_MANY_PAGES = ReadingRule(
    "pages-too-many",
    "error",
    "页数超过上限，只读了前面的页",
    "The file has more pages than the limit; only the first were read",
)
PAGE_BROKEN = ReadingRule(
    "page-broken",
    "error",
    "有一页损坏，未能读取",
    "A page is broken and was not read",
)
PAGE_CROWDED = ReadingRule(
    "page-crowded",
    "error",
    "一页上的对象超过上限，该页没有读完",
    "A page draws more objects than the limit; it was not read to its end",
)
UNREADABLE_TEXT = ReadingRule(
    "unreadable-text",
    "warning",
    "字体没有正确的字符编码，文字层不可信",
    "The fonts carry no sound character map, so the text layer cannot be trusted",
)
READ_BY_OCR = ReadingRule(
    "read-by-ocr",
    "info",
    "文字由图像识别得出",
    "The text was recognised from a picture",
)
PAGE_TURNED = ReadingRule(
    "page-turned",
    "info",
    "页面是倒置或侧放的，转正后识别",
    "A page stands on its head or lies on its side; it was turned before it was recognised",
)
NO_OCR = ReadingRule(
    "ocr-missing",
    "error",
    "没有安装文字识别部件，图像页未能读取（安装：pip install gongkai[ocr]）",
    "The parts for text recognition are not installed, so pictured pages were not read"
    " (install them with: pip install gongkai[ocr])",
)
DOUBTFUL_CELLS = ReadingRule(
    "ocr-doubtful",
    "warning",
    "有单元格识别把握不足，请对照原件",
    "Some cells were recognised with little certainty; compare them with the original",
)
CONFIRMED_CELLS = ReadingRule(
    "ocr-confirmed",
    "info",
    "识别把握不足，但代入各勾稽关系都成立，按此认定",
    "Recognised with little certainty, but every sum holds with it, and so it is read",
)
UNRULED_TABLE = ReadingRule(
    "table-unruled",
    "info",
    "表格没有框线，按文字的对齐划分各列",
    "A table has no rulings; its columns were taken from how the text is aligned",
)
PICTURE_BROKEN = ReadingRule(
    "picture-broken", "error", "图像损坏，不能读取", "The picture is broken and cannot be read"
)
PICTURE_TOO_LARGE = ReadingRule(
    "picture-too-large",
    "error",
    "图像的像素超过上限，未读取",
    "The picture has more pixels than the limit and was not read",
)

PDF_RULES: tuple[ReadingRule, ...] = (
    NO_PAGES,
    TOO_MANY_PAGES,
    PAGE_BROKEN,
    PAGE_CROWDED,
    UNREADABLE_TEXT,
    READ_BY_OCR,
    PAGE_TURNED,
    NO_OCR,
    DOUBTFUL_CELLS,
    CONFIRMED_CELLS,
    UNRULED_TABLE,
    PICTURE_BROKEN,
    PICTURE_TOO_LARGE,
)
"""The rules of documents made of pages; they join the table of checks."""
