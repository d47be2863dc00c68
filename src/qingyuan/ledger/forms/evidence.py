"""The form of a piece of evidence: one file, believed by its content."""

from django.utils.translation import gettext_lazy as _

from qingyuan.kit.uploads import CheckedFile
from qingyuan.ledger.forms.acts import MatterForm


class EvidenceForm(MatterForm):
    """One file. What it holds is known after cleaning: ``cleaned_data["file"]`` is ``kit.uploads.Checked``."""

    file = CheckedFile(
        label=_("佐证材料"),
        help_text=_("PDF、图片、Word、Excel，每份不超过 10 MB；最好一份说清楚"),
    )
