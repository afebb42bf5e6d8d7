"""What titles of jobs are made of, in English and the larger European languages."""

from __future__ import annotations

import re
from typing import Final

TITLE: Final = re.compile(
    r"(?i)\b(?:\w*engineer\w*|\w*developer|\w*entwickler\w*|programmer|scientist|analyst|manager|director"
    r"|intern(?:ship)?|accountant|consultant|researcher|research(?:\s+(?:assistant|fellow|associate|intern))"
    r"|assistant|associate|architect|lead(?:er)?|head|officer|founder|co-?founder|teacher|tutor|professor|lecturer"
    r"|instructor|trainer|nurse|technician|administrator|specialist|coordinator|supervisor|president|partner|owner"
    r"|designer|writer|editor|clerk|representative|agent|advisor|adviser|strategist|statistician|economist"
    r"|physicist|chemist|biologist|mathematician|auditor|bookkeeper|cashier|barista|waiter|waitress|driver|chef"
    r"|cook|operator|planner|producer|recruiter|buyer|sales\w*|student|trainee|apprentice|postdoc\w*|fellow"
    r"|volunteer|freelance\w*|contractor|c[teofids]o|vp|vice|evangelist|ambassador|mentor|member|dba|sre|swe"
    r"|mechanic|plumber|electrician|carpenter|pharmacist|physician|paramedic|pilot|translator|journalist|lawyer"
    r"|paralegal|baker|artist|photographer|musician|sergeant|captain|lieutenant|cleaner|gardener|bartender|caregiver"
    r"|librarian|receptionist|secretary|marketer|merchandiser|underwriter|actuary|geologist|foreman"
    r"|werkstudent\w*|praktikant\w*|leiter\w*|berater\w*|wissenschaftler\w*|mitarbeiter\w*|ingenieur\w*"
    r"|analyste|ing[ée]nieure?|d[ée]veloppeu\w+|responsable|directeur|directrice|stagiaire|consultante|chercheu\w+"
    r"|analista|ingenier[oa]|desarrollador\w*|gerente|becari[oa]|consultor\w*|investigador\w*|cient[ií]fic[oa]"
    r"|engenheir[oa]|desenvolvedor\w*|estagi[áa]ri[oa]|ingegnere|sviluppatore|sviluppatrice|tirocinante"
    r"|ontwikkelaar|adviseur|stagiair|onderzoeker)\b"
)
"""A word that titles of jobs hold, and names of firms rarely."""

INTERN: Final = re.compile(
    r"(?i)\b(?:intern(?:ship)?|trainee|working student|werkstudent\w*|praktik\w+|stagiaire|stagiair|co-?op"
    r"|becari[oa]|estagi[áa]ri[oa]|tirocinante|industrial placement)\b"
)
VOLUNTEER: Final = re.compile(r"(?i)\bvolunteer\w*\b")

FUNCTION: Final = re.compile(
    r"(?i)^(?:\w+(?: (?:and|&))? ){0,2}(?:analytics|data|engineering|marketing|sales|products?|operations"
    r"|research|sciences?|technology|finance|strategy|development|security|platforms?|infrastructure|insights"
    r"|intelligence|learning|software|quality|people|design|risk|growth|it|compliance|accounting|delivery)$"
)
"""What somebody is head of, behind a comma: `Director, Data Science`."""
