"""Where the extraction runs: the same pure function on chunks of postings, here or in other processes."""
