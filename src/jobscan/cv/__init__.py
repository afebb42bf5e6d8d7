"""A person's CV: read from a file of any usual kind, and what it shows."""

from jobscan.cv.profile import CvReader, cv_reader, profile_of, read_profile
from jobscan.cv.reading import Cv, cv_of_bytes, read_cv
from jobscan.cv.result import CvSkill, Degree, Evidence, Job, Period, Profile

__all__ = [
    "Cv",
    "CvReader",
    "CvSkill",
    "Degree",
    "Evidence",
    "Job",
    "Period",
    "Profile",
    "cv_of_bytes",
    "cv_reader",
    "profile_of",
    "read_cv",
    "read_profile",
]
