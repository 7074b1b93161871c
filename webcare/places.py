"""Where files live: the folders of the XDG convention, or one folder named by --data."""

from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

from desk.store.files import create_folders

PRIVATE_FILES = 0o077
"""The umask the program works under: what it makes is for its user alone."""


@dataclass(frozen=True, slots=True)
class Places:
    """The configuration file and the folders of one desk."""

    config: Path
    data: Path
    """The database, its locks and copies."""
    state: Path
    """Logs and crash reports."""
    runtime: Path
    """Texts that lie open in an editor."""
    config_given: bool = False
    """Whether the file was named by hand, and must therefore exist."""
    team: Path | None = None
    """Where the team's own files lie that its database keeps; else beside the file."""

    @property
    def own(self) -> Path:
        """Where a team's own playbooks, cues and phrases lie."""
        return self.team or self.config.parent

    @property
    def playbooks(self) -> Path:
        """Where a team's own playbooks lie."""
        return self.own / "playbooks"

    @property
    def triage(self) -> Path:
        """Where a team's own cues for triage lie."""
        return self.own / "triage.toml"

    @property
    def coach(self) -> Path:
        """Where a team's own phrases for the coach lie."""
        return self.own / "coach.toml"

    @property
    def crashes(self) -> Path:
        """Where the report of a crash is written."""
        return self.state / "crash"

    def database(self, named: str) -> Path:
        """Return where the database is that the configuration names."""
        return self.data / Path(named).expanduser()


def find_places(config: Path | None = None, data: Path | None = None) -> Places:
    """Return where the files are; ``--config`` and ``--data`` overrule the user's folders."""
    user = PlatformDirs("webcare", appauthor=False)
    return Places(
        config=config or user.user_config_path / "webcare.toml",
        data=data or user.user_data_path,
        state=data / "state" if data else user.user_state_path,
        runtime=data / "editing" if data else user.user_state_path / "editing",
        config_given=config is not None,
    )


def make_private(folder: Path) -> Path:
    """Make a folder that only its user can enter, and return it; StoreUnavailable if not."""
    create_folders(folder)
    return folder
