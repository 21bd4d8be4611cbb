"""How the posts of days that accounts posted on lie apart, counted one lag at a time."""

import numpy as np

from dashboard.clock.local_time import Ints


def lags(days: Ints) -> Ints:
    """Return int64[24]: A(l) of `days`, int[account-days, 24], posts of each by hour."""
    turned = np.stack([np.roll(days, -lag, axis=1) for lag in range(24)])
    return np.asarray(np.einsum("dh,ldh->l", days, turned))
