"""Text to tokens as postings need them: `C#` whole, `SQL•Python` apart, glued words split.

spaCy's own rules keep `Spark;Kafka` as one token and take `C++/C#` apart wrongly, and cost most of the time
of a scan. One regular expression does better on postings and is several times faster.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import pairwise

from jobscan.text.letters import lowered

# What may stand before a token: nothing, the end of a sentence, the end of a block (line, bullet, glue).
NO_BREAK, SENTENCE, BLOCK = 0, 1, 2

_HYPHENS = "-\u2010\u2011\u00ad"
_BULLETS = "•●▪◦‣■□▶►➢➤✓✔★·\uf0b7\uf0a7"

# Alternatives in the order in which they must be tried, each a group, with the spaces behind it: they are not
# worth a search of their own. Most words are plain ones, told at once.
_TOKEN = re.compile(
    rf"""(?:
      (                                               # 1 words
        [A-Za-z]++(?=[\ ,\n])
      | [Pp][Hh]\.\ ?[Dd]\b\.?|(?:[A-Za-z]\.){{2,}}(?![^\W_])    # Ph.D., A.I., e.g.
      | [A-Za-z](?:\+\+|\#)(?![^\W_+#])               # C++, C#, F#
      | \.(?:NET|Net|net)(?![^\W_])                   # .NET
      | [^\W_]+(?:['’][^\W_]+)*(?:\.(?:[Jj][Ss]|[Nn][Ee][Tt])(?![^\W_]))?    # Node.js, ASP.NET
      )
    | (\n[\s{_BULLETS}*\#>–—-]*)                      # 2 line break, with the bullet that follows it
    | ((?<=[^\W_])[{_HYPHENS}](?=[^\W_]|[ \t]*\n\s*[a-z]))   # 3 hyphen inside a word: not a token
    | ([{_BULLETS}])                                  # 4 bullet inside a line
    | ([.!?;])                                        # 5 what may end a sentence
    | ([^\s\w*`"“”])                                  # 6 any other sign but emphasis and quotes
    )\ *""",
    re.VERBOSE,
)
_WORD, _LINE_BREAK, _HYPHEN, _BULLET, _STOP, _SIGN = 1, 2, 3, 4, 5, 6

# Where two words were glued when a line break was lost: lower case, then a capitalised or an upper-case word.
_GLUE = re.compile(
    r"""
      (?<=[a-z])(?=[A-Z][a-z]{2,} | [A-Z]{2,}(?![a-z]))
    | (?<=[a-z])(?=(?:In|To|We|As|An|At|By|My|No|On|Or|If|Is|It|Be|Do|Of)(?![a-z]))
    | (?<=[A-Z]{2})(?=[A-Z][a-z]{2,})
    """,
    re.VERBOSE,
)

# The capital at which a word may be cut; it comes first, so that the search skips all else at once.
_GLUED = re.compile(r"[A-Z](?:(?<=[a-z].)|(?<=[A-Z]{3})(?=[a-z]{2}))")

_ABBREVIATIONS = frozenset(
    "etc inc vs incl approx dept co corp ltd no nos jr sr st dr mr ms mrs fig min max e.g i.e".split()
)

# Lines of hard-wrapped text end near a fixed column; a shorter line ends where its author ended it.
_WRAP_COLUMNS = 45
_LONGEST_WRAPPED_LINE = 100
_LONGEST_GLUED = 200


@dataclass(slots=True)
class Tokens:
    """The tokens of one text, as parallel lists.

    lower: lower-case words, curly apostrophes made straight. breaks: NO_BREAK, SENTENCE or BLOCK, for what
    stands before each token. Token i is text[starts[i]:ends[i]]; white space and hyphens inside words
    belong to no token.
    """

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    _edges: list[int] = field(default_factory=list, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.starts)

    def surface(self, index: int) -> str:
        """Token `index` as it is written."""
        return self.text[self.starts[index] : self.ends[index]]

    def part(self, start: int, end: int) -> Tokens:
        """The tokens that begin in characters [start, end), as a block of their own; offsets stay."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        breaks = self.breaks[first:last]
        breaks[:1] = [BLOCK] * bool(breaks)
        return Tokens(
            self.text, self.starts[first:last], self.ends[first:last], self.lower[first:last], breaks
        )

    def sentence(self, index: int) -> tuple[int, int]:
        """The half-open token range of the sentence or block that holds token `index`."""
        if not self._edges:
            self._edges = [at for at, found in enumerate(self.breaks) if found]
            self._edges.append(len(self.breaks))
        at = bisect_right(self._edges, index)
        return self._edges[at - 1], self._edges[at]


def tokenize(text: str, known: Container[str] = frozenset()) -> Tokens:
    """The tokens of a text.

    known: lower-case words that are never split where a capital follows a small letter (`javascript`).

    >>> tokens = tokenize("C/C++, Node.js and problem-solving")
    >>> tokens.lower
    ['c', '/', 'c++', ',', 'node.js', 'and', 'problem', 'solving']
    >>> tokenize("Nice To HavesFamiliar with Python").lower
    ['nice', 'to', 'haves', 'familiar', 'with', 'python']
    """
    tokens = Tokens(text)
    starts, ends, lower = tokens.starts, tokens.ends, tokens.lower
    small = lower_case(text)
    wrapped = _is_hard_wrapped(text)
    line_start = 0
    found = {0: BLOCK}
    for match in _TOKEN.finditer(text):
        kind = match.lastindex or _WORD
        start, end = match.span(kind)
        if kind == _WORD or kind >= _STOP:
            starts.append(start)
            ends.append(end)
            lower.append(small[start:end])
            if kind == _STOP and _ends_sentence(text, end, lower):
                found[len(lower)] = SENTENCE
        elif kind == _LINE_BREAK:
            if not _continues(text, start, end, line_length=start - line_start, wrapped=wrapped):
                found[len(lower)] = BLOCK
            line_start = end
        elif kind == _BULLET:
            found[len(lower)] = BLOCK
    found.pop(len(lower), None)
    tokens.breaks = [NO_BREAK] * len(lower)
    for at, kind in found.items():
        tokens.breaks[at] = kind
    _split_glued(tokens, known)
    return tokens


def lower_case(text: str) -> str:
    """A text in lower case and with straight apostrophes, of the same length: each token is a part of it."""
    return lowered(text).replace("İ", "i")


def _split_glued(tokens: Tokens, known: Container[str]) -> None:
    """Cut the words that were glued from several; what stands behind a cut begins a block."""
    suspects = sorted(
        {bisect_right(tokens.starts, match.start()) - 1 for match in _GLUED.finditer(tokens.text)}
    )
    cuts = {
        at: found for at in suspects if (found := _glue_cuts(tokens.surface(at), tokens.lower[at], known))
    }
    if not cuts:
        return
    starts, ends, lower, breaks = tokens.starts, tokens.ends, tokens.lower, tokens.breaks
    tokens.starts, tokens.ends, tokens.lower, tokens.breaks = [], [], [], []
    done = 0
    for at, found in [*cuts.items(), (len(starts), [])]:
        tokens.starts += starts[done:at]
        tokens.ends += ends[done:at]
        tokens.lower += lower[done:at]
        tokens.breaks += breaks[done:at]
        done = at + 1
        if found:
            edges = list(pairwise([0, *found, ends[at] - starts[at]]))
            tokens.starts += [starts[at] + first for first, _ in edges]
            tokens.ends += [starts[at] + last for _, last in edges]
            tokens.lower += [lower[at][first:last] for first, last in edges]
            tokens.breaks += [breaks[at], *[BLOCK] * len(found)]


def _glue_cuts(word: str, small: str, known: Container[str]) -> list[int]:
    """Where a word glued from several is to be cut, [] where it is one word.

    A cut may make a known word whole: JavaScriptFamiliar is JavaScript and Familiar.
    """
    if small in known or len(word) > _LONGEST_GLUED:
        return []
    cuts: list[int] = []
    places = [cut.start() for cut in _GLUE.finditer(word)]
    start = 0
    for place, following in pairwise([*places, len(word)]):
        # Capitals before a capitalised word are cut off only as a known term: SQLDeveloper, not JPMorgan.
        if (
            place > 1
            and (word[place - 1].islower() or small[:place] in known)
            and small[start:following] not in known
        ):
            cuts.append(place)
            start = place
    return cuts


def _is_hard_wrapped(text: str) -> bool:
    """Whether the lines of a text were broken at a fixed column, in mid-sentence."""
    if text.count("\n") < 4:
        return False
    lines = [len(line) for line in text.split("\n")]
    long_lines = sum(length > _WRAP_COLUMNS for length in lines)
    return max(lines) <= _LONGEST_WRAPPED_LINE and long_lines * 4 >= len(lines)


def _continues(text: str, start: int, end: int, *, line_length: int, wrapped: bool) -> bool:
    """Whether the text after a line break, text[start:end], goes on with the sentence before it."""
    gap = text[start:end]
    if end >= len(text) or gap.count("\n") > 1 or gap.strip():
        return False
    if text[end].islower():
        return True
    return wrapped and line_length > _WRAP_COLUMNS and text[start - 1] not in ".:!?"


def _ends_sentence(text: str, end: int, lower: list[str]) -> bool:
    """Whether the last token, one of `.!?;`, which ends at `end`, closes a sentence."""
    if lower[-1] == ";" or end >= len(text):
        return True
    following = text[end]
    if following.islower() or following.isdigit():
        return False
    if len(lower) > 1 and lower[-1] == "." and lower[-2] in _ABBREVIATIONS:
        return False
    rest = text[end : end + 8].lstrip()
    return not rest or not rest[0].islower()
