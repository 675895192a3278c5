"""Throttle: a token bucket per key, in memory, bounded."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MOST_KEYS = 50_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at_s: float


class Throttle:
    """Admits `burst` events at once and `per_s` a second after that, for each key by itself.

    clock_s: a monotonic clock in seconds. The least recently seen keys are forgotten first, which only admits more.
    """

    def __init__(self, *, burst: float, per_s: float, clock_s: Callable[[], float]) -> None:
        self.burst, self.per_s, self.clock_s = burst, per_s, clock_s
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def admits(self, key: Hashable) -> bool:
        """Whether one more event of this key may pass now; counts it if so."""
        now_s = self.clock_s()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self.burst, now_s)
            if len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
        bucket.tokens = min(self.burst, bucket.tokens + (now_s - bucket.at_s) * self.per_s)
        bucket.at_s = now_s
        self._buckets.move_to_end(key)
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True
