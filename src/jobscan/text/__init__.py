"""Text as postings have it: bytes to text, HTML to text, tokens, sections. Pure functions."""
