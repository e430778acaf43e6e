"""Files that ship with the program, reached through importlib so that it works frozen or not."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def path(name: str) -> Traversable:
    """The shipped file or folder of that name, e.g. ``path("style/tokens.toml")``."""
    found = files(__name__)
    for part in name.split("/"):
        found = found / part
    return found
