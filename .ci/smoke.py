"""Uses an installed jobscan as a person would, from a folder that is not the checkout.

    python -I smoke.py ENVIRONMENT FIXTURES

Two fixtures are scanned, each a folder with an expected.json: of each posting, the skills that it lists must
be found, those under `absent` and `negated` must not.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

FIXTURES = ("jsonld-entity-encoded", "text-negations")


def main(environment: Path, fixtures: Path) -> None:
    """Exit with a message at the first thing that is not as it should be."""
    program = environment / ("Scripts" if sys.platform == "win32" else "bin") / "jobscan"

    def run(*arguments: str, code: int = 0) -> str:
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        if done.returncode != code or "Traceback" in done.stderr:
            sys.exit(
                f"jobscan {' '.join(arguments)}: exit code {done.returncode}, expected {code}\n{done.stderr}"
            )
        return done.stdout

    print(run("--version").strip())
    if "scan" not in run("--help"):
        sys.exit("jobscan --help does not tell of scan")
    run("lexicon", "check")

    for name in FIXTURES:
        result = Path("result") / name
        run("scan", str(fixtures / name), "--exclude", "expected.json", "--to", str(result), "--quiet")
        expected = json.loads((fixtures / name / "expected.json").read_text(encoding="utf-8"))
        for posting in expected["postings"]:
            check(posting, result)

    posting = next((fixtures / "text-negations").glob("*.txt"))
    why = json.loads(run("explain", str(posting), "java", "--format", "json"))
    if "negated" not in json.dumps(why):
        sys.exit(f"explain does not tell that Java is negated: {why}")
    labelled = fixtures / "labelled"
    labels, postings = str(labelled / "labels.jsonl"), str(labelled / "postings.jsonl")
    figures = json.loads(run("evaluate", labels, "--postings", postings, "--format", "json"))
    print(f"evaluate: {len(figures)} parts")

    cv = next((fixtures / "cvs" / "career-changer").glob("cv.*"))
    comparison = json.loads(run("compare", str(cv), str(posting), "--format", "json"))
    print(f"compare: {comparison['score']} of 100")
    run("scan", str(next((fixtures / "pdf-two-columns").glob("*.pdf"))), "--to", "pdf", "--quiet")
    if "boards-api.greenhouse.io" not in run("fetch", "greenhouse:no-such-board", "--dry-run"):
        sys.exit("fetch --dry-run does not tell whom it would ask")

    Path("broken.bin").write_bytes(bytes(range(256)) * 4)
    run("scan", "broken.bin", "--to", "broken", "--quiet", code=1)
    run("scan", str(fixtures), "--no-such-option", code=2)


def check(posting: dict[str, Any], result: Path) -> None:
    """Exit with a message where a scan's posting_skills.csv is not as expected of a posting."""
    with (result / "posting_skills.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["posting_id"] == posting["id"]]
    found = {row["skill_id"] for row in rows if row["level"] != "negated"}
    unwanted = {*posting["absent"], *posting.get("negated", [])}
    missing, excess = set(posting["skills"]) - found, unwanted & found
    if missing or excess:
        sys.exit(f"{posting['id']}: not found: {sorted(missing)}; found but absent: {sorted(excess)}")
    print(f"{posting['id']}: {len(found)} skills, as expected")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
