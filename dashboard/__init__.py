"""Compare state-linked takedowns across countries, side by side."""

import os

__version__ = "0.1.0"

# numpy reads this once, when it is first loaded. Products here are small and workers are several:
# more threads in each would only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
