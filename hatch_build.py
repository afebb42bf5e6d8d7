"""Compiles the modules that understand postings, where whoever builds the wheel asks for it.

    HATCH_BUILD_HOOKS_ENABLE=1 pip install .

Without that, and in an editable install, jobscan stays plain Python and needs no compiler. The compiler is
mypyc, a part of mypy: it makes machine code of the same source, which finds the same.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "jobscan"
COMPILED = ("records.py", "extract/*.py", "text/*.py")
"""The modules of the package that are compiled: three quarters of the work of a scan."""
PLAIN = frozenset({"__init__.py", "component.py", "characters.py", "decode.py", "html.py"})
"""Modules that stay as they are: spaCy asks the component for its signature, mypyc knows no surrogates."""


class CompileHook(BuildHookInterface[Any]):
    """Puts the compiled modules into the wheel, beside their source."""

    PLUGIN_NAME = "custom"
    _folder = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless for an editable install: there a change of the source must count at once."""
        if version == "editable":
            return
        self._folder = tempfile.mkdtemp(prefix="jobscan-build.")
        source, made = Path(self._folder, "source"), Path(self._folder, "made")
        shutil.copytree(Path(self.root, "src", PACKAGE), source / PACKAGE)
        command = [sys.executable, str(Path(__file__).resolve()), str(made), *modules_of(source)]
        done = subprocess.run(  # noqa: S603 - this very file
            command, check=False, cwd=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise RuntimeError(
                f"{done.stdout}\njobscan cannot be compiled here: that needs a C compiler and the headers "
                "of Python. Without HATCH_BUILD_HOOKS_ENABLE it is plain Python, and finds the same."
            )
        for path in made.rglob("*"):
            if path.is_file():
                build_data["force_include"][str(path)] = path.relative_to(made).as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what the compiler left."""
        shutil.rmtree(self._folder, ignore_errors=True)


def modules_of(source: Path) -> list[str]:
    """The modules to be compiled in a folder that holds the package, relative to it."""
    paths = [path for pattern in COMPILED for path in sorted(Path(source, PACKAGE).glob(pattern))]
    return [str(path.relative_to(source)) for path in paths if path.name not in PLAIN]


def compile_modules(made: str, modules: list[str]) -> None:
    """Compile modules of the package in the current folder, into the folder `made`."""
    from mypyc.build import mypycify
    from setuptools import setup

    checked = ["--follow-imports=silent", "--ignore-missing-imports", *modules]
    extensions = mypycify(checked, opt_level="3", debug_level="0", group_name=PACKAGE)
    arguments = ["-q", "build_ext", "--build-lib", made, "--build-temp", f"{made}.objects"]
    setup(name=PACKAGE, packages=[], ext_modules=extensions, script_args=arguments)


if __name__ == "__main__":
    compile_modules(sys.argv[1], sys.argv[2:])
