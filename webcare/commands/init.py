"""``webcare init``: a commented webcare.toml to start from."""

from importlib import resources

import click

from core.errors import Refused
from core.i18n import _, language
from webcare.commands.options import Asked, asked_command
from webcare.files import write_new
from webcare.language import LANGUAGES


@asked_command("init")
@click.option("--lang", type=click.Choice(LANGUAGES), help=_("Language of the file and screen."))
def init(asked: Asked, lang: str | None) -> None:
    """Write a commented webcare.toml; an existing one is left as it is."""
    file = asked.places.config
    if file.exists():
        raise Refused(
            _("There is a configuration file already: {file}").format(file=file),
            _("Edit it, or name another with --config."),
        )
    template = resources.files("webcare") / "templates" / f"{lang or language()}.toml"
    write_new(file, template.read_text(encoding="utf-8"))
    click.echo(str(file))
    click.echo(_("Written. Next: webcare sources add URL, then webcare"), err=True)
