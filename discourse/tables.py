"""Tables and records that are in memory already, as bytes that readers take: frames as Parquet, records as JSON Lines.

pandas is not imported here: whoever hands over a frame has it. May import: the standard library, msgspec; pyarrow when
a frame comes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec


def is_frame(value: Any) -> bool:
    """Whether a value is a frame of pandas.

    Examples
    --------
    >>> import pandas
    >>> is_frame(pandas.DataFrame()), is_frame([{}])
    (True, False)
    """
    return any(
        kind.__name__ == "DataFrame" and kind.__module__.partition(".")[0] == "pandas" for kind in type(value).__mro__
    )


def are_records(value: Any) -> bool:
    """Whether a value is a list or tuple of mappings, none empty of them.

    Examples
    --------
    >>> are_records([{"id": 1}]), are_records(["page.html"]), are_records([])
    (True, False, False)
    """
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)


def parquet_of(frame: Any) -> bytes:
    """A frame as Parquet; columns of mixed values as texts, an index with a name as columns.

    Parameters
    ----------
    frame : pandas.DataFrame

    Examples
    --------
    >>> import pandas
    >>> parquet_of(pandas.DataFrame({"id": [1, "b"], "text": ["No.", None]}))[:4]
    b'PAR1'
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    columns: list[pa.Array] = []
    names: dict[str, None] = {}
    for at, given in enumerate(frame.columns):
        name, number = str(given), 1
        while name in names:
            number += 1
            name = f"{given} ({number})"
        names[name] = None
        columns.append(_arrow(frame.iloc[:, at]))
    out = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, names=list(names)), out, compression="none")
    return bytes(out.getvalue())


def _arrow(series: Any) -> Any:
    """A column of a frame in Arrow."""
    import pyarrow as pa

    try:
        array = pa.array(series, from_pandas=True)
        if not pa.types.is_null(array.type):
            return array
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        pass
    listed = [None if _is_missing(value) else _written(value) for value in series.tolist()]
    return pa.array(listed, pa.large_string())


def _is_missing(value: Any) -> bool:
    """Whether pandas takes a value as missing."""
    try:
        return value is None or bool(value != value)
    except TypeError:
        # pandas.NA is neither equal nor different.
        return True
    except ValueError:
        return False


def _written(value: Any) -> str:
    """A value of a column of mixed ones as a text that can be stored."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value if isinstance(value, str) else str(value)
    return text.encode("utf-8", errors="replace").decode()


def lines_of(records: Iterable[Mapping[Any, Any]]) -> bytes:
    r"""Records as JSON Lines.

    Parameters
    ----------
    records : iterable of mapping
        Times, numbers of numpy and others become what JSON has for them; NaN becomes null.

    Examples
    --------
    >>> lines_of([{"id": 1, "score": float("nan")}, {"id": 2}])
    b'{"id":1,"score":null}\n{"id":2}\n'
    """
    encode = msgspec.json.Encoder(enc_hook=_plain).encode
    lines: list[bytes] = []
    for record in records:
        try:
            lines.append(encode(dict(record)))
        except (TypeError, ValueError, OverflowError, RecursionError):
            # Lone surrogates, whole numbers beyond 64 bits, keys of odd types.
            lines.append(json.dumps(dict(record), default=_plain, skipkeys=True).encode())
    return b"".join(line + b"\n" for line in lines)


def _plain(value: Any) -> Any:
    """What JSON has for a value of another library."""
    if hasattr(value, "isoformat"):
        return None if _is_missing(value) else value.isoformat()
    if hasattr(value, "tolist"):
        plain = value.tolist()
        return None if isinstance(plain, float) and math.isnan(plain) else plain
    return None if _is_missing(value) else str(value)
