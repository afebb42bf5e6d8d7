"""What must not act in a file that others open: control characters, and what a spreadsheet would run."""

from __future__ import annotations

import re
from typing import Final

# All control characters but tab and line breaks, which a quoted cell may hold.
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CONTROL_RE2: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}]"
"""The same as RE2, the engine of pyarrow, has it."""

# What a spreadsheet runs, or may be led to run, also after blanks and in the full-width forms that Excel
# reads in East Asian locales (OWASP, "CSV Injection"). With any number of apostrophes before it, so that the
# guard, one more, can be taken off again without loss.
_FORMULA: Final = r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
GUARDED: Final = f"^'(?={_FORMULA})"

# What Python takes for white space; RE2 has only ASCII's for \s.
_BLANKS_RE2: Final = (
    r"[\x09-\x0d\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
)
FORMULA_RE2: Final = _FORMULA.replace(r"\s", _BLANKS_RE2)
