"""Takes the new address of a source that has moved for good, once somebody said so."""

from core.errors import Refused
from core.i18n import _
from desk.services.desk import Desk
from desk.store.records import SourceState
from sources.fault import SourceError
from sources.fetch import Fetcher
from sources.registry import adapter_for
from sources.settings import SourceSettings, redact
from sources.worker import ParseWorker
from webcare.config import Settings
from webcare.editing import edit, setting
from webcare.polling import with_secrets


async def take_move(settings: Settings, desk: Desk, name: str) -> tuple[Settings, str]:
    """Write a source's new address; return the settings with it, and it, without secrets.

    Raises:
        Refused: it has not moved for good, or something else answers there.
        NotFound: there is no such source.
    """
    only = settings.only([name])
    ready, lacking = with_secrets(only.sources, only.secrets)
    if lacking:
        raise lacking[name]
    address = await _moved(ready[0], desk)
    return await edit(settings, desk, setting(name, "url", address)), redact(address)


async def _moved(source: SourceSettings, desk: Desk) -> str:
    """Return where a source has moved, when what answers there holds comments we know."""
    fetcher, worker = Fetcher(desk.now), ParseWorker()
    try:
        request = adapter_for(source.kind).plan(source, SourceState(source.name))[0]
        response = await fetcher.fetch(request, source)
        result = await worker.parse(response, source)
        ids = [post.native_id for post in result.posts]
    except SourceError as error:
        raise Refused(f"{source.name}: {error.line}") from error
    finally:
        await fetcher.close()
        await worker.close()
    if not response.moved:
        raise Refused(_("{name} has not moved for good").format(name=source.name))
    if not await desk.store.known(source.name, ids, []):
        raise Refused(
            _("What answers there holds nothing that is known of {name}").format(name=source.name),
            _("Look at it: {address}").format(address=redact(response.moved)),
        )
    return response.moved
