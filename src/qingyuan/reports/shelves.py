"""What higher rooms leave here."""

from collections.abc import Callable

from qingyuan.kit.shelf import Shelf

key_files: Shelf[Callable[[str], bytes]] = Shelf("key_files")
"""Under "demo": from a police number to the sealed key file that a demo city made for him; nothing, if there is none.

In earnest nobody fills it: a key is made in its holder's browser and is nowhere else.
"""
