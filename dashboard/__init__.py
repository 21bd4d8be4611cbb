"""Compare state-linked takedowns across countries, side by side."""

import os

__version__ = "0.1.0"

# numpy reads this once, when it is first loaded. Products here are small and workers are several:
# more threads in each would only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Likewise pyarrow. Its own allocator keeps much of what is freed; the C library's gives it back.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
