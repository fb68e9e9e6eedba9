"""The viewer's answers come from limited processes: an original costs its own answer and no other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO

import pypdfium2
import pytest

from gongkai.limited import LimitedPool
from gongkai.settings import ParseLimits
from gongkai.viewer import Answer
from gongkai.viewer_pages import pdf
from gongkai.viewer_server import limited
from tests.site.hostile_answers import misbehave

LIMITS = ParseLimits(seconds=3, clock_seconds=3, memory_bytes=2 * 1024**3, workers=2)


@pytest.fixture(scope="module")
def pool() -> Iterator[LimitedPool[str, Answer]]:
    """The viewer's pool over a function that does what an original might make it do."""
    with LimitedPool(misbehave, LIMITS) as made:
        yield made


@pytest.mark.parametrize(
    ("harm", "words"),
    [("sleep", "超过3秒"), ("eat", "内存超过2048MB"), ("die", "意外终止"), ("raise", "KeyError")],
)
def test_a_hostile_original_costs_its_own_answer(
    pool: LimitedPool[str, Answer], harm: str, words: str
) -> None:
    """It is told how the showing ended and where the file is; the reader beside it has an answer."""
    with ThreadPoolExecutor(2) as readers:
        bad, good = readers.map(partial(limited, pool), (f"/view/{harm}", "/view/good"))
    assert bad.status == 500 and words in bad.body.decode() and f"/raw/{harm}" in bad.body.decode()
    assert good == Answer(200, "text/plain", b"/view/good")
    assert limited(pool, "/view/next").status == 200


def test_many_readers_of_pdf_at_a_time_see_the_same_pages() -> None:
    """PDFium falls over when two threads of one process draw: each process draws one original at a time."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(12):
        document.new_page(595, 842)
    out = BytesIO()
    document.save(out)
    document.close()
    drawing = partial(pdf, media_type="application/pdf", marks=())
    with LimitedPool(drawing, LIMITS) as pool, ThreadPoolExecutor(8) as readers:
        shown = list(readers.map(pool.one, [out.getvalue()] * 16))
    assert set(shown) == {drawing(out.getvalue())}
