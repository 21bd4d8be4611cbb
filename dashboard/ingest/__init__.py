"""Release files -> store: scan, count, reconcile, cite. Run by the command line alone."""
