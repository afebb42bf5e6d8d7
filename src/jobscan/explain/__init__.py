"""Why a posting's skills have their levels: one posting found, read, and put into words.

Nothing is imported here: `lexicon_words` is asked for by commands that need no spaCy.
"""
