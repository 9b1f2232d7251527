"""Processes that work, a fixed number of them: one that takes too long is ended and another takes its place.

May import: the standard library, serve.problems.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator, Sequence

from discourse.serve.problems import Refused, problem

LOG = logging.getLogger("discourse.serve")
COMMAND = (sys.executable, "-P", "-m", "discourse.serve.work")
_TO_START = 120.0
"""Seconds in which even a slow machine has loaded everything."""


class Workers:
    """A fixed number of processes, each with one job at a time.

    Parameters
    ----------
    number : int
        Of processes.
    seconds : float
        That a job may take, and before that wait for a process.
    command : sequence of str
        What starts one.
    """

    def __init__(self, number: int, seconds: float, command: Sequence[str] = COMMAND) -> None:
        self._number, self._seconds, self._command = number, seconds, command
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Have the processes there for the length of the block."""
        try:
            for _ in range(self._number):
                self._idle.put_nowait(await _Worker.start(self._command))
            yield
        finally:
            while not self._idle.empty():
                await self._idle.get_nowait().end()

    async def do(self, job: bytes) -> bytes:
        """The answer to a job.

        Raises
        ------
        Refused
            No process was free in time, the job took too long, or broke its process.
        """
        try:
            async with asyncio.timeout(self._seconds):
                worker = await self._idle.get()
        except TimeoutError:
            busy = problem("busy", f"no worker was free for {self._seconds:g} s", "send fewer requests at once")
            raise Refused(busy, **{"Retry-After": "1"}) from None
        is_well = False
        try:
            async with asyncio.timeout(_TO_START):
                if not await worker.ready():
                    await worker.end()
                    worker = await _Worker.start(self._command)
                    if not await worker.ready():
                        raise EOFError
            async with asyncio.timeout(self._seconds):
                answer = await worker.do(job)
            is_well = True
        except TimeoutError:
            detail = f"this took more than {self._seconds:g} s"
            raise Refused(problem("took-too-long", detail, "send less, or raise --timeout of the server")) from None
        except (EOFError, OSError):
            LOG.error("a worker ended while it worked")
            raise Refused(problem("internal", "this broke the process that worked on it")) from None
        finally:
            if not is_well:
                await worker.end()
                with contextlib.suppress(OSError):  # who asks next tries again
                    worker = await _Worker.start(self._command)
            self._idle.put_nowait(worker)
        return answer


class _Worker:
    """One process."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._is_ready = False

    @classmethod
    async def start(cls, command: Sequence[str]) -> _Worker:
        """A new process, which may take some seconds to be ready."""
        return cls(await create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE))

    async def ready(self) -> bool:
        """Wait until it has loaded what it needs; False when it has ended, as where memory did while it was idle."""
        assert self._process.stdout is not None
        if not self._is_ready:
            with contextlib.suppress(EOFError):
                await self._receive()
            self._is_ready = True
        return self._process.returncode is None and not self._process.stdout.at_eof()

    async def do(self, job: bytes) -> bytes:
        """Hand a job over and wait for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(len(job).to_bytes(8, "big"))
        self._process.stdin.write(job)
        await self._process.stdin.drain()
        return await self._receive()

    async def end(self) -> None:
        """End it at once, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    async def _receive(self) -> bytes:
        """The next message."""
        assert self._process.stdout is not None
        return await self._process.stdout.readexactly(int.from_bytes(await self._process.stdout.readexactly(8), "big"))
