"""Threads that answer questions and never keep the process from ending: the inbox keeps what they leave undone."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import copy_context
from queue import SimpleQueue
from threading import Thread
from typing import Any

Work = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class AnswerThreads(Executor):
    """A fixed number of daemon threads; the interpreter does not wait for them when it ends."""

    def __init__(self, count: int) -> None:
        self._waiting: SimpleQueue[Work] = SimpleQueue()
        for number in range(count):
            Thread(target=self._run, name=f"answer-{number}", daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue a call."""
        future: Future[Any] = Future()
        # What the caller's log lines are named by names the work's, too.
        self._waiting.put((future, copy_context().run, (fn, *args), kwargs))
        return future

    def _run(self) -> None:
        while True:
            future, work, args, kwargs = self._waiting.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work(*args, **kwargs))
            except BaseException as error:  # handed to whoever waits for the result
                future.set_exception(error)
