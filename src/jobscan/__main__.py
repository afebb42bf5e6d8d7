"""`python -m jobscan` is the command `jobscan`."""

from __future__ import annotations

from jobscan.cli import app

if __name__ == "__main__":
    app()
