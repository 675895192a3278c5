"""Memory: how the running program has its own looked after, by Python's collector and by the kernel."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LARGE_PAGE = 2 * 1024 * 1024
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25
_SWITCH = Path("/sys/kernel/mm/transparent_hugepage/enabled")


def tune_collector() -> None:
    """What was built at start lives for ever: take it out of the collector's way, and collect less often.

    Nothing is collected first: that takes a quarter of a second, and finds two megabytes.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def use_large_pages() -> int:
    """Put what was built at start on large pages, and what comes beside it; how many bytes are.

    Between two answers of a quiet server the processor forgets where small pages are, and looks each of thousands up
    again (docs/performance.md). 0 where the kernel is no Linux, older than 6.1 or told never to, or has no room.
    Copies as much as there is, so it is for a thread beside the first answers.
    """
    with suppress(OSError, AttributeError):
        if "[never]" in _SWITCH.read_text():
            return 0
        advise = ctypes.CDLL(None).madvise
        advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        moved = 0
        for start, end in _own_memory():
            advise(start, end - start, _MADV_HUGEPAGE)
            for page in range(start, end, LARGE_PAGE):
                # One after the other: the first for which there is no room would end it for all.
                moved += LARGE_PAGE * (advise(page, LARGE_PAGE, _MADV_COLLAPSE) == 0)
        return moved
    return 0


def _own_memory() -> Iterator[tuple[int, int]]:
    """Where whole large pages fit into what the process may write and no file is behind. Errors: OSError."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, mode, _offset, _device, _inode, *name = line.split(maxsplit=5)
        if mode == "rw-p" and name in ([], ["[heap]"]):
            start, end = (int(address, 16) for address in span.split("-"))
            start, end = -(-start // LARGE_PAGE) * LARGE_PAGE, end // LARGE_PAGE * LARGE_PAGE
            if start < end:
                yield start, end
