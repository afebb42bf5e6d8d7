"""Scans held against labels: how much of what a careful reader finds is found, and what is not."""

from __future__ import annotations

from jobscan.evaluate.evaluation import Evaluation, evaluate
from jobscan.evaluate.ids import ScoredIds, load_ids
from jobscan.evaluate.labels import Label, LabelledSkill, load_labels

__all__ = ["Evaluation", "Label", "LabelledSkill", "ScoredIds", "evaluate", "load_ids", "load_labels"]
