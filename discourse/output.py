"""Files and folders that appear whole or not at all.

What is written goes to a new name beside its place first; only when it is complete does it take the place, in one
step of the file system. So an interrupted run leaves the old result or the new one. May import: the standard library,
errors.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from discourse.errors import OutputError

MANIFEST = "manifest.json"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextlib.contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a temporary path to write to; at the end of the block it becomes `path`.

    Parameters
    ----------
    path : str or Path
        Where the file is to appear; folders above it are made.

    Yields
    ------
    Path
        A new, empty file in the same folder. It goes away when the block raises.

    Raises
    ------
    OutputError
        When the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> with whole_file(f"{folder}/a.txt") as place:
    ...     _ = place.write_text("done")
    >>> Path(folder, "a.txt").read_text()
    'done'
    """
    # A link stays a link; a device, a pipe or a folder is no place for a file.
    target = Path(os.path.realpath(path))
    with _explained(target):
        if target.exists() and not target.is_file():
            raise OutputError("this is not a regular file", where=str(path), fix="name another place")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    place = Path(name)
    try:
        with _explained(target):
            yield place
            _sync(place)
            place.chmod(0o666 & ~UMASK)
            os.replace(place, target)
    finally:
        place.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """Give a temporary folder to write to; at the end of the block it takes the place of `path`.

    Parameters
    ----------
    path : str or Path
        Where the folder is to appear. One that is there already is replaced when it is empty or was made here before,
        that is, when it holds manifest.json; anything else is left alone and refused.

    Yields
    ------
    Path

    Raises
    ------
    OutputError
        The place cannot be written, or holds something that is not ours.
    """
    target = Path(path)
    refuse_foreign(target)
    with _explained(target):
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{target.absolute().name[:40]}.", dir=target.absolute().parent))
    try:
        with _explained(target):
            yield place
            place.chmod(0o777 & ~UMASK)
            _take_place(place, target.absolute())
    finally:
        shutil.rmtree(place, ignore_errors=True)


def refuse_foreign(target: Path) -> None:
    """Raise unless a folder may be written here: nothing there, an empty folder, or one made here before."""
    with _explained(target):
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise OutputError("this is not a folder", where=str(target), fix="name another place")
        inside = sorted(target.iterdir()) if target.exists() else []
    if inside and not (target / MANIFEST).is_file():
        raise OutputError(
            f"this folder holds {inside[0].name} and no {MANIFEST}, so it is not one that a report may replace",
            where=str(target),
            fix="name a new or empty folder",
        )


def _take_place(place: Path, target: Path) -> None:
    """Put the folder `place` where `target` is; what was there ends up at `place`."""
    if not target.exists():
        os.rename(place, target)
    elif not _exchange(place, target):
        # Two steps where the system cannot do it in one; the old folder is kept until the new one stands.
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.old.", dir=target.parent))
        os.rename(target, aside / target.name)
        try:
            os.rename(place, target)
        except OSError:
            os.rename(aside / target.name, target)
            raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(swap(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


@contextlib.contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Turn the system's refusals into one clear error."""
    try:
        yield
    except OSError as error:
        if isinstance(error.filename, str) and not _is_beside(error.filename, target):
            # Something else could not be read or written while the result was made.
            raise
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise OutputError(
            f"cannot be written ({error.strerror})",
            where=str(target),
            fix="make room on the disk" if full else "name a place that you may write to",
        ) from error


def _is_beside(name: str, target: Path) -> bool:
    """Whether a file is the target, above it, or in its folder."""
    folder, file = Path(os.path.realpath(target)).parent, Path(os.path.realpath(name))
    return folder in (file, *file.parents) or file in folder.parents


def _sync(place: Path) -> None:
    """Have the system put a file on the disk before it takes its name."""
    with place.open("r+b") as written:
        os.fsync(written.fileno())


def _mask() -> int:
    """The process's file mode mask, which can be read only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


UMASK = _mask()
"""Read once, before there are threads that another mask for a moment could disturb."""
