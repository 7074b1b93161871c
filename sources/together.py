"""Many calls at the same time, answered a batch at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Runs what is asked for while it is busy as one batch, next.

    A desk with hundreds of sources has many polls under way: what they ask of the store while one
    transaction runs is put into the next one, so that the disk waits once for all of them.
    """

    def __init__(self, run: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._run = run
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def __call__(self, value: T) -> R:
        """Return what became of a value; an error of its batch is everybody's."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((value, answer))
        if self._busy is None:
            self._busy = asyncio.ensure_future(self._work())
        return await answer

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._serve(batch)
        finally:
            self._busy = None

    async def _serve(self, batch: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._run([value for value, _answer in batch])
        except Exception as error:  # noqa: BLE001 - handed on to whoever asked
            for _value, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_value, answer), result in zip(batch, results, strict=True):
            if not answer.done():  # whoever asked may have been cancelled
                answer.set_result(result)
