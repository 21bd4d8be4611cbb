"""How often a test draws what chance decides: few times in the ordinary run, many in the deep one.

The seeds are fixed, so that a test which holds once holds always: what is asserted of 300 draws is
asserted of 4,000, too.
"""

import pytest

FEW, MANY = 300, 4_000
how_many = pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.deep)])
