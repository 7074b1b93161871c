"""Feeds of well-known servers: the customer's own words and name, apart from the frame."""

from desk.model.post import Post
from sources.dates import read_date
from tests.support.bodies import read


def posts(name: str) -> tuple[Post, ...]:
    """Return the posts of a recorded feed, newest first."""
    return read(name).posts[::-1]


def test_a_wordpress_comment_is_its_own_words() -> None:
    """The made-up title names the article, the first sentence names whom it answers."""
    reply, first = posts("wordpress-comments.rss")
    assert (reply.title, reply.body) == ("", "Zondag ook dicht? 😞 jammer")
    assert (reply.author, reply.about) == ("Joost van Bemmel", "Nieuwe openingstijden")
    assert reply.reply_to == "https://theehuis.voorbeeld/openingstijden/#comment-40"
    assert reply.thread == "https://theehuis.voorbeeld/openingstijden/"
    assert reply.links == ()
    assert reply.native_id == "https://theehuis.voorbeeld/?p=12#comment-41"
    assert (first.body, first.reply_to) == ("Gelden die ook in de vakantie?", "")


def test_wordpress_by_atom_says_what_a_comment_answers_in_a_field() -> None:
    """Norwegian titles are taken apart likewise; a date of change equal to the first is none."""
    (post,) = posts("wordpress-comments.atom")
    assert (post.title, post.about, post.author) == ("", "Ny kvern", "Solveig Aune")
    assert (post.language, post.reply_to) == ("nb-NO", "https://kverna.eksempel/?p=3")
    assert post.edited_at is None


def test_a_youtube_video_has_its_views_and_its_words() -> None:
    """What is nested in media elements is read; views count people."""
    (post,) = posts("youtube-channel.atom")
    assert (post.native_id, post.author) == ("yt:video:iNvEnTeD001", "Klusmet Kees")
    assert post.body == "Na twee weken al kapot. Ik leg uit waarom."
    assert post.engagement == {"views": 4812}
    assert post.edited_at == read_date("2026-11-18T08:02:44+00:00")


def test_a_github_discussion_is_kept_without_the_face_of_who_wrote_it() -> None:
    """Words, author and address; the avatar is nobody's attachment."""
    (post,) = posts("github-discussions.atom")
    assert post.title == "Refund webhook fires twice"
    assert post.body == "Since 4.2 our customers get two refunds."
    assert (post.author, post.author_url) == ("nadia-k", "https://github.com/nadia-k")
    assert post.links == ()


def test_stack_exchange_tells_answers_from_the_question_and_their_scores() -> None:
    """An answer belongs under its question's title; a score may be below nought."""
    question, answer = sorted(posts("stackexchange-question.atom"), key=lambda post: post.title)[
        ::-1
    ]
    assert question.title == "How do I cancel a betaal-app subscription?"
    assert question.engagement == {"score": -1}
    assert question.edited_at is not None
    assert (answer.title, answer.about) == ("", question.title)
    assert (answer.author, answer.engagement) == ("Tobias", {"score": 3})
    assert answer.thread == question.thread == "https://webapps.stackexchange.com/q/990017"


def test_discourse_tells_a_reply_from_the_topic_it_stands_under() -> None:
    """Name and account are told apart; only the first post carries the topic's title."""
    reply, first = posts("discourse-posts.rss")
    assert (reply.author, reply.author_id) == ("Ruud Haverkort", "ruud_h")
    assert (reply.title, reply.about) == ("", "Accu laadt niet meer")
    assert reply.body == "Bij mij hetzelfde, al drie weken."
    assert first.title == "Accu laadt niet meer"
    assert first.thread == reply.thread
    assert reply.thread == "https://gemeenschap.voorbeeld/t/accu-laadt-niet-meer/318"


def test_a_discourse_topic_is_kept_without_its_tail() -> None:
    """How many wrote is a count, and the link to the topic no part of the words."""
    (topic,) = posts("discourse-latest.rss")
    assert topic.body == "Sinds de update laadt hij tot 40 procent."
    assert topic.engagement == {"replies": 3}


def test_a_lemmy_post_stands_at_its_own_address() -> None:
    """The link leads to what was shared; counts and names come out of the first line."""
    own, shared = posts("lemmy-community.rss")
    assert own.body == "Har ventet i to uker på pengene."
    assert (own.author, own.about) == ("@kari@lemmy.eksempel", "forbruker")
    assert own.engagement == {"score": 17, "replies": 6}
    assert own.links == ()
    assert shared.permalink == "https://lemmy.eksempel/post/5510"
    assert shared.links == ("https://avisa.eksempel/nytt/gebyr",)
    assert (shared.body, shared.author) == ("Hva mener dere?", "@odd@fjern.eksempel")
    assert shared.engagement == {"score": -2, "replies": 0}


def test_a_phpbb_post_loses_the_statistics_under_it() -> None:
    """The forum's name goes from the title into what it is about; a change shows."""
    (post,) = posts("phpbb-feed.atom")
    assert (post.title, post.about) == ("Re: Anti-aanbak laat los", "Pannen")
    assert post.body == "Na een half jaar al. Hoe krijg ik mijn geld terug?"
    assert post.edited_at == read_date("2026-11-18T11:10:00+01:00")


def test_a_google_alert_leads_to_the_page_itself() -> None:
    """The detour by way of Google is taken off, so that the page is known elsewhere too."""
    (post,) = posts("google-alerts.atom")
    assert post.permalink == "https://krant.voorbeeld/brieven/fietsmaat?bron=rss"
    assert post.title == "Lezer: Fietsmaat reageert nergens op"
    assert post.author == ""


def test_a_mastodon_item_names_its_author_by_its_address() -> None:
    """RSS of a tag knows no author; a picture's description is no text of the customer's."""
    (post,) = posts("mastodon-tag.rss")
    assert (post.author, post.author_id) == ("@noor@elders.voorbeeld", "noor@elders.voorbeeld")
    assert post.body == "Mijn #fietsmaat staat weer stil."
