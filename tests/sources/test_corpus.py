"""feedparser's own test documents, every one of them through our pipeline."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest
import pytest_asyncio

from core.safe_text import safe_text
from desk.model.post import Post
from sources.adapter import ParseResult, Response
from sources.fault import Fault, SourceError
from sources.settings import SourceSettings
from sources.worker import ParseWorker
from tests.support.corpus import documents

SETTINGS = SourceSettings("s", "https://een.voorbeeld/feed")
BASES = ("https://een.voorbeeld/pad/feed", "http://twee.voorbeeld:8080/?p=1")
AT_LEAST = 2000
"""Documents in the distribution; fewer would mean that we look in the wrong place."""


@pytest.fixture(scope="session")
def corpus(request: pytest.FixtureRequest) -> Mapping[str, bytes]:
    """All documents."""
    assert request.config.cache is not None
    found = documents(request.config.cache.mkdir("feedparser"))
    assert len(found) > AT_LEAST
    return found


@pytest_asyncio.fixture
async def workers() -> AsyncIterator[list[ParseWorker]]:
    """Real parse workers, with their limits on time and memory: one for each address."""
    made = [ParseWorker() for _base in BASES]
    yield made
    for worker in made:
        await worker.close()


async def read(worker: ParseWorker, body: bytes, base: str) -> ParseResult | SourceError:
    """Return what a document holds, or what is wrong with it."""
    try:
        return await worker.parse(Response(base, body), SETTINGS)
    except SourceError as error:
        return error


def shown(post: Post) -> Iterator[str]:
    """Yield the fields of a post that people see, as they see them."""
    fields = (post.title, post.author, post.author_id, post.about, post.permalink, *post.links)
    yield from (safe_text(field, line=True) for field in fields)
    yield safe_text(post.body)


@pytest.mark.asyncio
async def test_every_document_is_read_or_refused(
    corpus: Mapping[str, bytes], workers: list[ParseWorker]
) -> None:
    """No exception, no limit reached, no control character shown, ids whatever the address."""
    posts = 0
    for name, body in corpus.items():
        reads = (read(worker, body, base) for worker, base in zip(workers, BASES, strict=True))
        here, there = await asyncio.gather(*reads)
        if isinstance(here, SourceError) or isinstance(there, SourceError):
            assert isinstance(here, SourceError), name
            assert isinstance(there, SourceError), name
            assert here.args == there.args, name
            assert here.fault not in (Fault.POISON, Fault.NO_PARSER), name
            assert here.fault is not Fault.UNREADABLE or here.detail == "XML", name
            continue
        assert [p.native_id for p in here.posts] == [p.native_id for p in there.posts], name
        assert [p.content_hash for p in here.posts] == [p.content_hash for p in there.posts], name
        posts += len(here.posts)
        for post in here.posts:
            for text in shown(post):
                seen = {unicodedata.category(sign) for sign in text if sign not in "\n\t"}
                assert not seen & {"Cc", "Cs", "Co"}, name
            post.raw.encode()
    assert posts > AT_LEAST // 2
