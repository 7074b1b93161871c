"""``python -m bench [NAME …]``: run the benchmarks; exit 1 when a limit is broken."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench import finding, first_frame, keys, order, planning, polling, store, tick, triage
from bench.result import Result, table

BENCHMARKS: Mapping[str, Callable[[], Iterator[Result]]] = {
    "first_frame": first_frame.measure,
    "keys": keys.measure,
    "tick": tick.measure,
    "order": order.measure,
    "planning": planning.measure,
    "finding": finding.measure,
    "triage": triage.measure,
    "polling": polling.measure,
}


def main(names: Sequence[str]) -> int:
    """Run all benchmarks or those named, and print what they found."""
    unknown = {*names} - {*BENCHMARKS, "store"}
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}, store")
        return 2
    results = [
        result for name, run in BENCHMARKS.items() if not names or name in names for result in run()
    ]
    if results:
        print(table(results))
    if not names or "store" in names:
        asyncio.run(store.main([100_000]))
    return int(any(result.is_over for result in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
