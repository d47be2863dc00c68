"""Entries, full tiles and the head of the log."""

from django.db import models


class Entry(models.Model):
    """One act. ``commitment`` binds all of it through ``salt``; a trigger refuses every change and removal."""

    index = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    detail = models.TextField()
    salt = models.BinaryField(max_length=16)
    commitment = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "index"], name="trail_by_subject"),
            models.Index(fields=["actor", "index"], name="trail_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.act}"


class Tile(models.Model):
    """A full tile of 256 hashes (C2SP tlog-tiles), written when its last hash comes into being."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)
    root = models.BinaryField(max_length=32)
    checkpoint = models.TextField(blank=True)  # level 0 only: signed when the tile was full

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="tile_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Head(models.Model):
    """The right edge of the tree and the signed checkpoint over it: one row, locked by every writer."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    frontier = models.BinaryField(max_length=4096)
    checkpoint = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_head")]

    def __str__(self) -> str:
        return "head"
