"""Settings and paths. The configuration file is TOML; every key is optional and checked."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

CONTACT = "https://evreader.example/about"
"""What the User-Agent gives publishers to write to: a placeholder until the project has a page of its own."""


class ConfigError(Exception):
    """The configuration cannot be used; the message is one sentence for people."""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the configuration file may set, with the defaults."""

    theme: str = "evreader-dark"
    measure: int = 68
    """Cells in a line of the article, 50 to 80."""
    refresh_minutes: int = 60
    """Minutes between checks of a feed while the reader is open; 0 never checks by itself."""
    refresh_at_start: bool = True
    keys: dict[str, str] = {}
    """Action id → key or keys separated by commas, in Textual's names."""

    @property
    def interval_seconds(self) -> int:
        """The user's wish for the time between two checks of a feed; an hour where it is never checked unasked."""
        return 60 * (self.refresh_minutes or 60)


class Paths(Struct, frozen=True, kw_only=True):
    """Where things are kept."""

    library: Path
    """A directory; the database in it is `library.db`."""
    config: Path
    """The configuration file, which need not exist."""

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.library / "library.db"

    @property
    def lock(self) -> Path:
        """The file the engine holds an advisory lock on while it writes."""
        return self.library / "engine.lock"

    @property
    def log(self) -> Path:
        """Where a crash leaves its details."""
        return self.library / "evreader.log"


def find_paths(library: str | None = None, environment: Mapping[str, str] = os.environ) -> Paths:
    """Where things are kept: `library`, else EVREADER_LIBRARY, else the platform's data directory."""
    import platformdirs

    chosen = library or environment.get("EVREADER_LIBRARY")
    configured = environment.get("EVREADER_CONFIG")
    directory = (
        Path(chosen).expanduser().absolute() if chosen else platformdirs.user_data_path("evreader", appauthor=False)
    )
    config = (
        Path(configured) if configured else platformdirs.user_config_path("evreader", appauthor=False) / "config.toml"
    )
    return Paths(library=directory, config=config)


def load_settings(path: Path) -> Settings:
    """Read the configuration file; without one the defaults. Raises `ConfigError`."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        values: dict[str, Any] = tomllib.loads(raw.decode("utf-8"))
        settings = msgspec.convert(values, Settings)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"{path}: {error}") from error
    if not 50 <= settings.measure <= 80:
        raise ConfigError(f"{path}: measure must be 50 to 80, not {settings.measure}.")
    if settings.refresh_minutes < 0:
        raise ConfigError(f"{path}: refresh_minutes must be 0 or more, not {settings.refresh_minutes}.")
    return settings


def asset(name: str) -> Path:
    """A file that ships with the program: inside the installed package, or beside the sources of a checkout."""
    package = Path(__file__).parent
    installed = package / "assets" / name
    return installed if installed.exists() else package.parents[1] / "assets" / name
