"""The one error that an ingest ends with when its input or its store will not do."""


class IngestError(ValueError):
    """One sentence for the person at the command line; the store is as it was."""


class UnknownFormat(IngestError):
    """The file is none that can be read; in a folder such a file is named and skipped."""
