"""Closed vocabularies of the room, the official term beside each."""

from qingyuan.study.kinds.curriculum import NODE_WORDS, NodeKind

__all__ = ["NODE_WORDS", "NodeKind"]
