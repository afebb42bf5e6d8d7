"""The HTTP client: the only place that speaks to the network."""

from jobscan.sources.http.client import Client
from jobscan.sources.http.records import FetchError, Response, Sent, Settings, Validators

__all__ = ["Client", "FetchError", "Response", "Sent", "Settings", "Validators"]
