"""Kiyoh and Klantenvertellen: reviews with a mark from 1 to 10, as JSON or as their XML feed.

A review is a list of questions with answers; what people wrote stands where other questions
have their mark. A review has no page of its own.
"""

from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element

from desk.model.post import Post
from sources.adapter import Adapter, ParseResult, Response
from sources.answers import Fields, collect, is_xml, read_json, read_xml, verbatim
from sources.fault import Fault, SourceError
from sources.making import make_post
from sources.settings import SourceSettings

TOP = 10
_OVERALL, _HEADLINE, _OPINION = (f"DEFAULT_{name}" for name in ("OVERALL", "ONELINER", "OPINION"))


def parse(response: Response, settings: SourceSettings) -> ParseResult:
    """Read either form."""
    if is_xml(response.body):
        root = read_xml(response.body)
        reviews = list(_reviews(root))
        title = root.findtext("locationName") or ""
        is_ours = root.tag.endswith("ReviewFeedDto")
    else:
        answer = read_json(response.body)
        reviews, title = answer.entries("reviews"), answer.text("locationName")
        is_ours = isinstance(answer.get("reviews"), list)
    if not is_ours:
        raise SourceError(Fault.NOT_A_FEED, title or "…")
    newest = sorted(reviews, key=lambda review: review.date("dateSince") or 0, reverse=True)
    return collect(newest, partial(_post, settings=settings), title=title)


def _post(review: Fields, settings: SourceSettings) -> Post:
    answers = {
        one.text("questionGroup"): one.text("rating") for one in review.parts("reviewContent")
    }
    others = [
        f"{one.text('questionTranslation')}: {one.text('rating')}"
        for one in review.parts("reviewContent")
        if not one.text("questionGroup").startswith("DEFAULT_") and one.text("questionTranslation")
    ]
    since, updated = review.date("dateSince"), review.date("updatedSince")
    overall = Fields(answers).number(_OVERALL)
    mark = overall if overall is not None else review.number("rating")
    return make_post(
        settings,
        review.raw,
        native_id=review.text("reviewId"),
        body="\n\n".join(filter(None, (answers.get(_OPINION, ""), "\n".join(others)))),
        title=answers.get(_HEADLINE, ""),
        author=review.text("reviewAuthor"),
        language=review.text("reviewLanguage"),
        rating=mark,
        rating_max=TOP,
        published=review.text("dateSince"),
        edited=updated if since and updated and updated > since else None,
    )


def _reviews(root: Element) -> Iterator[Fields]:
    """Yield the reviews of the XML form as the JSON form has them."""
    for review in root.iterfind("./reviews/reviews"):
        plain: dict[str, object] = {
            child.tag: child.text or "" for child in review if not len(child)
        }
        asked = review.iterfind("./reviewContent/reviewContent")
        plain["reviewContent"] = [{part.tag: part.text or "" for part in one} for one in asked]
        yield Fields(plain, verbatim(review))


ADAPTER = Adapter(parse, headers={"X-Publication-Api-Token": "{secret}"})
