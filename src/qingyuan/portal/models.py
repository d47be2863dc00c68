"""Outside witnesses of the record, and the newest checkpoint that each has vouched for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Witness(models.Model):
    """Somebody outside who follows the record; ``key`` is his public key (C2SP tlog-cosignature)."""

    name = models.CharField(_("见证人"), max_length=80)
    key = models.CharField(_("公钥"), max_length=300, unique=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    checkpoint = models.TextField(blank=True)  # signed note with the witness's own cosignature
    size = models.BigIntegerField(default=0)
    stamp = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
