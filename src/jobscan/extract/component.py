"""jobscan in anybody's spaCy pipeline: the component `jobscan_skills`, the tokenizer `jobscan.Tokenizer.v1`.

    nlp = spacy.blank("en")
    nlp.add_pipe("jobscan_skills")
    doc = nlp("Experience with Python or R is required; no Java needed.")
    [(span.text, span.id_, span.label_) for span in doc.spans["skills"]]

Whatever tokenizer a pipeline has, the mentions are those of a scan: they are found in the text of the Doc.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from jobscan.extract.skills import SkillMatcher
from jobscan.lexicon import load_lexicon
from jobscan.text.tokens import tokenize

SPANS_KEY = "skills"


class JobscanSkills:
    """A component that puts the skills a text asks for into `doc.spans["skills"]`.

    A span's id_ is the skill id and its label_ the category; `span._.jobscan` is the Mention: its level,
    section, cue, group of alternatives and years. Character offsets are exact
    where tokens allow; a mention that begins or ends inside a token of a foreign tokenizer gives the whole
    token.
    """

    def __init__(self, matcher: SkillMatcher, categories: dict[str, str]) -> None:
        self._matcher = matcher
        self._categories = categories

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with its mentions added."""
        spans = []
        for mention in self._matcher.find(doc.text):
            span = doc.char_span(
                mention.start,
                mention.end,
                label=self._categories[mention.skill_id],
                span_id=mention.skill_id,
                alignment_mode="expand",
            )
            if span is not None:
                span._.jobscan = mention
                spans.append(span)
        doc.spans[SPANS_KEY] = spans
        return doc


@Language.factory(
    "jobscan_skills", default_config={"lexicon": None, "extra_lexicons": []}, assigns=["doc.spans"]
)
def make_jobscan_skills(
    nlp: Language,  # noqa: ARG001 - spaCy calls every factory with these two
    name: str,  # noqa: ARG001
    lexicon: str | None,
    extra_lexicons: list[str],
) -> JobscanSkills:
    """The component of a pipeline.

    lexicon: a folder in place of the shipped one; extra_lexicons: folders laid over it.
    """
    _register_extensions()
    loaded = load_lexicon(
        Path(lexicon) if lexicon else None, extra=[Path(folder) for folder in extra_lexicons]
    )
    return JobscanSkills(
        SkillMatcher(loaded), {skill.skill_id: skill.category for skill in loaded.skills.values()}
    )


def _register_extensions() -> None:
    if not Span.has_extension("jobscan"):
        Span.set_extension("jobscan", default=None)


class JobscanTokenizer:
    """A spaCy tokenizer that cuts text as jobscan's matcher does. `doc.text` is the text, whole."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of a text."""
        words: list[str] = []
        spaces: list[bool] = []

        def add(piece: str) -> None:
            # Between tokens spaCy knows one blank; any other white space is a token of its own.
            for match in re.finditer(r"\S+|\s+", piece):
                part = match.group()
                if part[0] == " " and words and not spaces[-1]:
                    spaces[-1] = True
                    part = part[1:]
                if part:
                    words.append(part)
                    spaces.append(False)

        at = 0
        tokens = tokenize(text)
        for start, end in zip(tokens.starts, tokens.ends, strict=True):
            add(text[at:start])
            words.append(text[start:end])
            spaces.append(False)
            at = end
        add(text[at:])
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **kwargs: object) -> bytes:  # noqa: ARG002 - spaCy's signature, as below
        """Nothing: the tokenizer has no state. spaCy calls this when it saves a pipeline."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: object) -> JobscanTokenizer:  # noqa: ARG002
        """Itself."""
        return self

    def to_disk(self, path: str | Path, **kwargs: object) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, path: str | Path, **kwargs: object) -> JobscanTokenizer:  # noqa: ARG002
        """Itself."""
        return self


@registry.tokenizers("jobscan.Tokenizer.v1")  # type: ignore[untyped-decorator] # spaCy's
def create_jobscan_tokenizer() -> Callable[[Language], JobscanTokenizer]:
    """The registered factory, for `[nlp.tokenizer] @tokenizers = "jobscan.Tokenizer.v1"` in a config."""

    def create(nlp: Language) -> JobscanTokenizer:
        return JobscanTokenizer(nlp.vocab)

    return create
