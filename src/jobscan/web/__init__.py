"""The local page: postings dropped in a browser, looked at on this machine only."""
