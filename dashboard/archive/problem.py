"""The one error that an ingest ends with when its input or its store will not do."""


class IngestError(ValueError):
    """One sentence for the person at the command line; the store is as it was."""
