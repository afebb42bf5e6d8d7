"""A scan to look at: one HTML file that opens off line, and the same figures as pictures.

made = report(scan("my-postings"))
made.write("report.html")
"""

from __future__ import annotations

from jobscan.report.page import Report, report

__all__ = ["Report", "report"]
