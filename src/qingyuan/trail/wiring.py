"""What the trail plugs into the rest of the house."""


def connect() -> None:
    """Nothing: the trail is called, it calls nobody."""
