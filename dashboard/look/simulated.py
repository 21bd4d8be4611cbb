"""How simulated accounts, and all numbers counted of them, are marked as not real."""

# Every simulated account id starts with it, and no real one can: platforms hash ids to letters,
# digits, "+" and "=", their names have "_" besides, and none of them has a colon. Three letters
# alone would begin the hash of one real account in 262,144.
MARK = "SIM:"
WORD = "SIMULATED"
BANNER = f"{WORD}: no account and no post counted here is real."


def named(text: str, is_simulated: bool) -> str:
    """Return a title that says it first, where the numbers under it are simulated."""
    return f"{WORD}: {text}" if is_simulated else text


def file_named(name: str, is_simulated: bool) -> str:
    """Return a file's name that says it first, where the numbers inside are simulated."""
    return f"{WORD}-{name}" if is_simulated else name
