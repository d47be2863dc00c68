"""The verbs of the ledger's own. What is done to a matter is done by the rules of the spine."""

# Other files of the room add their rules below their own comment line.
# -- import and export --
from qingyuan.ledger.rules.exporting import export_ledger
from qingyuan.ledger.rules.importing import (
    decide_columns,
    decide_words,
    drop_import,
    drop_stale,
    keep_upload,
)
from qingyuan.ledger.rules.saving import remove_view, save_view
from qingyuan.ledger.rules.taking import (
    begin_import,
    check_import,
    import_file,
    stop_import,
    take_import,
    undo_import,
)

__all__ = [
    "begin_import",
    "check_import",
    "decide_columns",
    "decide_words",
    "drop_import",
    "drop_stale",
    "export_ledger",
    "import_file",
    "keep_upload",
    "remove_view",
    "save_view",
    "stop_import",
    "take_import",
    "undo_import",
]
