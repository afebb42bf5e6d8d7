"""Text to tokens as postings need them: `C#` whole, `SQL•Python` apart, glued words split.

spaCy's own rules keep `Spark;Kafka` as one token and take `C++/C#` apart wrongly, and cost most of the time
of a scan. Here the text is cut at its spaces: most parts are a word then, told by one question, and only the
others are read sign by sign.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from jobscan.text.letters import lowered

# What may stand before a token: nothing, the end of a sentence, the end of a block (line, bullet, glue).
NO_BREAK: Final = 0
SENTENCE: Final = 1
BLOCK: Final = 2

_HYPHENS: Final = "-\u2010\u2011\u00ad"
_BULLETS: Final = frozenset("•●▪◦‣■□▶►➢➤✓✔★·\uf0b7\uf0a7")
_BEFORE_A_LINE: Final = _BULLETS | frozenset("*#>–—-")
_STOPS: Final = frozenset(".!?;")
_EMPHASIS: Final = frozenset('_*`"“”')
_BLANKS: Final = frozenset(" \t")
_NET: Final = frozenset({"NET", "Net", "net"})

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


def tokenize(text: str, known: Container[str] = frozenset(), *, lower: str | None = None) -> Tokens:
    """The tokens of a text.

    known: lower-case words that are never split where a capital follows a small letter (`javascript`).
    lower: the text as `lowered` makes it, where that is done already.

    >>> tokens = tokenize("C/C++, Node.js and problem-solving")
    >>> tokens.lower
    ['c', '/', 'c++', ',', 'node.js', 'and', 'problem', 'solving']
    >>> tokenize("Nice To HavesFamiliar with Python").lower
    ['nice', 'to', 'haves', 'familiar', 'with', 'python']
    """
    tokens = Tokens(text)
    starts, ends, words = tokens.starts, tokens.ends, tokens.lower
    small = lower_case(text, lower)
    wrapped = _is_hard_wrapped(text)
    found = {0: BLOCK}
    line_start = at = 0
    behind = -1
    for chunk in text.split(" "):
        start, behind = behind + 1, behind + 1 + len(chunk)
        # What stands between two spaces is most often a word and nothing else.
        if at <= start and chunk.isalnum():
            starts.append(start)
            ends.append(behind)
            words.append(small[start:behind])
            continue
        at = max(at, start)
        while at < behind:
            sign = text[at]
            start, at = at, at + 1
            if sign.isalnum():
                at = _word_end(text, start)
            elif sign == "\n":
                at = _line_start(text, at)
                if not _continues(text, start, at, line_length=start - line_start, wrapped=wrapped):
                    found[len(words)] = BLOCK
                line_start = at
                continue
            elif sign in _BULLETS:
                found[len(words)] = BLOCK
                continue
            elif sign.isspace() or sign in _EMPHASIS or (sign in _HYPHENS and _is_inside_word(text, start)):
                continue
            elif sign == "." and text[at : at + 3] in _NET and not text[at + 3 : at + 4].isalnum():
                at += 3
            starts.append(start)
            ends.append(at)
            words.append(small[start:at])
            if sign in _STOPS and at - start == 1 and _ends_sentence(text, at, words):
                found[len(words)] = SENTENCE
    found.pop(len(words), None)
    tokens.breaks = [NO_BREAK] * len(words)
    for at, kind in found.items():
        tokens.breaks[at] = kind
    _split_glued(tokens, known)
    return tokens


def _word_end(text: str, start: int) -> int:
    """The end of the word that begins at a letter or digit; `don't`, `C++`, `Node.js`, `Ph.D.` are one."""
    length = len(text)
    end = start + 1
    while end < length and text[end].isalnum():
        end += 1
    following = text[end : end + 1]
    if following == "":
        return end
    if following in ".+#" and end - start <= 2 and (special := _special_end(text, start, end)):
        return special
    while following in "'’" and text[end + 1 : end + 2].isalnum():
        end += 2
        while end < length and text[end].isalnum():
            end += 1
        following = text[end : end + 1]
    if following == ".":
        if text[end + 1 : end + 3].lower() == "js" and not text[end + 3 : end + 4].isalnum():
            return end + 3
        if text[end + 1 : end + 4].lower() == "net" and not text[end + 4 : end + 5].isalnum():
            return end + 4
    return end


def _special_end(text: str, start: int, end: int) -> int:
    """The end of `Ph. D.`, `A.I.`, `C++` or `F#`, of which text[start:end] are the first letters, else 0."""
    letters, following = text[start:end], text[end]
    if not (letters.isascii() and letters.isalpha()):
        return 0
    if following != ".":
        sign_end = end + (2 if text[end : end + 2] == "++" else following == "#")
        is_sign = end - start == 1 and sign_end > end
        return sign_end if is_sign and not text[sign_end : sign_end + 1].isalnum() else 0
    if letters.lower() == "ph":
        at = end + 1 + (text[end + 1 : end + 2] == " ")
        if text[at : at + 1] in {"D", "d"} and not _is_of_word(text[at + 1 : at + 2]):
            return at + 1 + (text[at + 1 : at + 2] == ".")
        return 0
    at = start
    while text[at + 1 : at + 2] == "." and text[at].isascii() and text[at].isalpha():
        at += 2
    return at if at - start > 2 and not text[at : at + 1].isalnum() else 0


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _line_start(text: str, at: int) -> int:
    """Where a line goes on behind its break, which ends at `at`: behind empty lines and a bullet."""
    while at < len(text) and (text[at].isspace() or text[at] in _BEFORE_A_LINE):
        at += 1
    return at


def _is_inside_word(text: str, at: int) -> bool:
    """Whether a hyphen stands inside a word, or at the end of a line that cuts it."""
    if at == 0 or not text[at - 1].isalnum():
        return False
    if text[at + 1 : at + 2].isalnum():
        return True
    at += 1
    while text[at : at + 1] in _BLANKS:
        at += 1
    if text[at : at + 1] != "\n":
        return False
    while text[at : at + 1].isspace():
        at += 1
    return "a" <= text[at : at + 1] <= "z"


def lower_case(text: str, lower: str | None = None) -> str:
    """A text in lower case and with straight apostrophes, of the same length: each token is a part of it.

    lower: the text as `lowered` makes it, where that is done already.
    """
    return (lowered(text) if lower is None else lower).replace("İ", "i")


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
