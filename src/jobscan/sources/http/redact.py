"""URLs without credentials, for logs and messages."""

from __future__ import annotations

from urllib.parse import quote, unquote_plus, urlsplit


def redacted(url: str, secret: tuple[str, ...]) -> str:
    """A URL with the values of secret parameters, and a user's name and password, taken out.

    >>> redacted("https://u:p@api.example.org/a?app_key=s3&what=ml", ("app_key",))
    'https://api.example.org/a?app_key=***&what=ml'
    """
    parts = urlsplit(url)
    hidden = {name.lower() for name in secret}
    pairs = []
    for pair in parts.query.split("&"):
        name, equals, _ = pair.partition("=")
        pairs.append(f"{name}=***" if equals and unquote_plus(name).lower() in hidden else pair)
    netloc = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=quote(netloc, safe=":[]%.-_~"), query="&".join(pairs)).geturl()
