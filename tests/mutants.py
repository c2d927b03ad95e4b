#!/usr/bin/env python3
"""Breaks the rules that runs rest on, one at a time, in a copy of the workspace, and expects the simulation to notice.

Usage: tests/mutants.py [NAME …]. Exit 0: every mutant was caught. Each takes about as long as building `run` once.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent

# That a failed drive gives its lease back is not among them: without it the next look at idle leases does so, only later.
# Nor that no question may follow a cancel: the driver never asks one, so only the journal's own tests can see that rule.
# name, file, what stands there, what the mutant says instead
MUTANTS = [
    ("answers are not rebased after a conflict", "host/run/src/commit.rs",
     "for answered in std::mem::take(&mut self.landed) {", "for answered in std::mem::take(&mut self.landed).into_iter().take(0) {"),
    ("a call is performed before its question is durable", "host/run/src/advance.rs",
     "Act::Wait { .. } | Act::Rest if self.is_ahead()", "Act::Rest if self.is_ahead()"),
    ("a charge is left out of the append of its answer", "host/journal/src/project.rs",
     "let debits = record.after(base).iter()", "let debits = record.after(base + 1).iter()"),
    ("paid answers are dropped when the next turn finds no room", "host/run/src/advance.rs",
     "self.save().await?;\n                return Err", "return Err"),
    ("a lease that nobody drives is kept", "host/run/src/wake.rs",
     "for (org, run) in idle.intersection(suspects) {", "for (org, run) in idle.intersection(suspects).take(0) {"),
    ("a call that must not be repeated is repeated", "host/run/src/perform.rs",
     "if idle.iter().any(cut_off) {", "if idle.iter().any(cut_off) && idle.is_empty() {"),
    ("a cancel does not wait for calls in flight", "host/run/src/advance.rs",
     "if in_flight && now < until {", "if in_flight && now < asked_at {"),
    ("a call is billed twice", "host/journal/src/project.rs",
     "credits: e.credits, at: entry.at })", "credits: e.credits.checked_add(e.credits)?, at: entry.at })"),
    ("a conflict is taken for a commit", "host/run/src/commit.rs",
     "Err(AppendError::Conflict) => self.reread().await,", "Err(AppendError::Conflict) => { self.durable = self.record.head(); self.landed.clear(); Ok(()) }"),
    ("a call in flight is begun once more by whoever has begun it", "host/run/src/perform.rs",
     "self.begun.insert(open.call);", ""),
    ("what a run asked at its admission is taken for cut off", "host/run/src/advance.rs",
     "record.state().open.iter().map(|open| open.call).collect();", "HashSet::new();"),
    ("a workflow is kept for a journal that was read again", "host/run/src/commit.rs",
     "self.kept = None;", ""),
    ("an admission waits for its first turn, however long that takes", "host/run/src/admit.rs",
     "Duration::from_millis(100);", "Duration::from_secs(100);"),
    ("a failed call is billed", "host/run/src/perform.rs",
     "(Outcome::Failed { code, retryable }, Credits::ZERO,", "(Outcome::Failed { code, retryable }, open.hold,"),
]


def main() -> int:
    wanted = sys.argv[1:]
    missed = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = pathlib.Path(folder) / "enrich"
        files = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, files.split("\0")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
        environment = dict(os.environ, SIMULATION_SEEDS=os.environ.get("SIMULATION_SEEDS", "300"))
        environment["CARGO_TARGET_DIR"] = os.environ.get("MUTANTS_TARGET_DIR") or os.environ.get("CARGO_TARGET_DIR") or str(ROOT / "target")
        # Dependencies have the features that these two packages want, not those of the whole workspace: the first build makes them anew.
        test = ["cargo", "test", "--quiet", "--locked", "-p", "run", "-p", "tests", "--test", "simulation"]
        unchanged = subprocess.run(test, cwd=copy, env=environment, capture_output=True, text=True)
        if unchanged.returncode != 0:
            print(unchanged.stdout + unchanged.stderr)
            print("the simulation fails without any mutant")
            return 1
        for name, file, before, after in MUTANTS:
            if wanted and name not in wanted:
                continue
            path = copy / file
            source = path.read_text()
            if source.count(before) != 1:
                print(f"{name}: {file} does not hold the line to change exactly once")
                missed.append(name)
                continue
            path.write_text(source.replace(before, after))
            run = subprocess.run(test, cwd=copy, env=environment, capture_output=True, text=True)
            path.write_text(source)
            if "error: could not compile" in run.stderr:
                print(run.stderr)
                print(f"{name}: does not compile")
                missed.append(name)
            elif run.returncode == 0:
                print(f"MISSED  {name}")
                missed.append(name)
            else:
                print(f"caught  {name}", flush=True)
    print(f"{len(wanted or MUTANTS) - len(missed)} of {len(wanted or MUTANTS)} mutants caught")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
