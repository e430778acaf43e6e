"""What lies at a second place: copies, what each says of itself, and whether that is so."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console import __version__, words
from console.domain import copies
from console.domain.copies import MANIFEST, CopyRow, Manifest
from console.domain.faults import Faults
from console.domain.settings import SETTINGS
from console.errors import Refused, Unavailable
from console.services.settings import current
from db import copying, opening
from db.copying import STORE_NAME

MAKING = ".making-"
"""How the folder of a copy begins until it is whole."""


@dataclass(frozen=True, slots=True)
class Found:
    """A copy somebody may begin again from: its manifest and the newest line in it."""

    folder: Path
    manifest: Manifest
    newest: copying.Newest | None


def listed(place: Path) -> list[CopyRow]:
    """Copies that lie at a place, the newest first; folders that are none are left alone."""
    found = []
    with opening.disk_trouble():
        folders = [path for path in place.iterdir() if path.is_dir() and not path.name.startswith(MAKING)]
    for folder in folders:
        try:
            found.append(CopyRow(folder.name, read_manifest(folder)))
        except Unavailable:
            continue
    return copies.newest_first(found)


def offered(given: Path) -> list[CopyRow]:
    """Copies to choose among, below that folder or the folder itself: good ones first, each the newest first.

    Names are relative to ``given``. Refused("copy_none") where there is none.
    """
    if not _is_folder(given):
        raise Unavailable("copy_place", path=str(given))
    rows = [CopyRow(".", read_manifest(given))] if (given / MANIFEST).exists() else copies.best_first(listed(given))
    if not rows:
        raise Refused("copy_none", path=str(given))
    return rows


def _is_folder(given: Path) -> bool:
    """False also for a name the file system cannot have."""
    try:
        return given.is_dir()
    except OSError:
        return False


def read_manifest(folder: Path) -> Manifest:
    """What the copy in that folder says of itself."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("copy_manifest", error, path=str(folder)) from error
    return copies.read(text, str(folder))


def find(given: Path) -> Found:
    """The copy in that folder, or the newest of those that lie below it; not verified yet.

    Refused("copy_several") where copies of more than one store lie there: which one is never guessed.
    """
    if not _is_folder(given):
        raise Unavailable("copy_place", path=str(given))
    folder = given
    if not (given / MANIFEST).exists():
        rows = listed(given)
        if not rows:
            raise Refused("copy_none", path=str(given))
        stores = {row.manifest.store: row.folder for row in reversed(rows)}
        if len(stores) > 1:
            newest = words.say("list.join").join(sorted(stores.values()))
            raise Refused("copy_several", path=str(given), count=len(stores), newest=newest)
        folder = given / rows[0].folder
    manifest = read_manifest(folder)
    return Found(folder, manifest, copying.newest_of(folder / STORE_NAME))


def newest_good(beside: Found) -> CopyRow | None:
    """The newest good copy of the same store in the same place; None where there is none."""
    rows = listed(beside.folder.parent)
    return next((row for row in rows if row.good and row.manifest.store == beside.manifest.store), None)


def require_whole(folder: Path, manifest: Manifest) -> None:
    """Every file as the manifest has it, the store whole, its books ending where the manifest says."""
    require_as_written(folder, manifest)
    store = folder / STORE_NAME
    if copying.integrity(store) != "ok":
        raise Unavailable("copy_damaged", path=str(folder), name=STORE_NAME)
    _require_its_own(folder, manifest)
    heads = copying.heads_of(store)
    if (heads.duty, heads.audit) != (manifest.duty, manifest.audit):
        raise Unavailable("copy_damaged", path=str(folder), name=MANIFEST)


def _require_its_own(folder: Path, manifest: Manifest) -> None:
    """The manifest speaks of the store that lies there: its id, realm, schema and site."""
    store = folder / STORE_NAME
    told = (*copying.identity(store), copying.schema(store))
    if told != (manifest.store, manifest.realm, manifest.schema) or not _same_site(store, manifest):
        raise Unavailable("copy_other_store", path=str(folder))


def _same_site(store: Path, manifest: Manifest) -> bool:
    """Where this program can read one out of it; where none was ever set, each program has a word of its own."""
    if manifest.schema != opening.head():
        return True
    site = site_of(store, manifest.made_at)
    unset = site == SETTINGS["site.name"].default and manifest.program != __version__
    return unset or site == manifest.site


def site_of(store: Path, at: datetime) -> str:
    """The name of the site whose store was copied, as it was then."""
    with closing(copying.lying(store)) as opened, opened.reading() as connection:
        return current(connection, "site.name", at)


def require_as_written(folder: Path, manifest: Manifest) -> None:
    """Every file byte by byte as the manifest has it."""
    for name, digest in manifest.files.items():
        if not (folder / name).is_file() or copying.digest_of(folder / name) != digest:
            raise Unavailable("copy_damaged", path=str(folder), name=name)
    if STORE_NAME not in manifest.files:
        raise Unavailable("copy_damaged", path=str(folder), name=STORE_NAME)


def require_as_told(faults: Faults, found: Found, *, upgraded: bool = False) -> None:
    """The faults of the manifest, each and no other: a copy that shows more or fewer was changed behind it.

    ``upgraded``: an upgrade puts missing guards back, so fewer will do.
    """
    told = found.manifest.faults
    strange = next((fault for fault in faults.named if fault not in told.named), None)
    if faults == told or (upgraded and strange is None):
        return
    fault = strange or next((fault for fault in told.named if fault not in faults.named), None) or faults.first
    raise Unavailable("copy_chain", path=str(found.folder), at=fault.at if fault else "")
