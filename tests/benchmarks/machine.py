"""The machine that times are of, and what is known of the memory of its processes."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
"""One thread for every library, so that ways are compared on one core."""

PACKAGES = ("numpy", "torch", "pytest", "otter-grader")
MB = 1e6


def description() -> str:
    """Processor, cores, load and versions, in two lines."""
    load = " ".join(f"{number:.2f}" for number in os.getloadavg())
    versions = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores, load {load}\n"
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {versions}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine()
