"""Shared passages of Chinese texts: what two documents have in common that is more than formulas and chance.

Letters and figures are compared in one width, case and script (`_normal`), so that other punctuation, spaces,
full-width figures or traditional characters hide nothing.  Every run of 13 characters and more that two documents share
is found, unless more documents share it than make a formula (`formula`, 16 of one collection); lightly changed passages
are followed over their changes.  What a passage is worth is told in bits beyond chance (`Passage.beyond`), by a small
model of the collection's own language.  Offsets point into the texts as they were read.

>>> essays = Collection()
>>> source = "那天夜里我在城南派出所值班，把报警人的电话记错了一位，直到第二天早上才发现。"
>>> essays.add(["今年的计划是把卷宗逐件核对一遍。", source])
range(0, 2)
>>> text = "我想起一件事：那天夜里，我在城南派出所值班，把報警人的電話記錯了一位，直到第三天早上才发现。"
>>> [found] = essays.find(text)
>>> found.document, text[found.begin : found.end] == text[7:-1]
(1, True)
>>> source[found.source_begin : found.source_end] == source[:-1]
True
>>> found.agreed, found.longest
(34, 28)

All against all: `check` tells the passages of every pair, `shares` how much of each document others have too.

>>> essays.add([text])
range(2, 3)
>>> [(share.copied, share.taken, share.characters) for share in essays.shares()]
[(0, 0, 15), (35, 0, 35), (35, 35, 41)]

A collection in a folder is mapped into memory; `add` appends a segment, `merge` makes one of several.  Documents added
as official ones are recognised as quotations.  `read_text` turns a file's bytes into text or refuses them.

Not yet: two documents that quote the same official one are told of each other as copies; the limit of a formula is
a number, not learned, so that what more than `formula` documents copied whole is taken for one; of short passages with
every sixth character changed many are missed.

Sources: places looked at: R. C. Edgar, Syncmers are more sensitive than minimizers, PeerJ 9:e10805, 2021; what is
guaranteed, after S. Schleimer, D. Wilkerson, A. Aiken, Winnowing, SIGMOD 2003; language model: I. H. Witten,
T. C. Bell, IEEE Trans. Inf. Theory 37, 1991; characters: Unicode NFKC and OpenCC's tables (Apache-2.0).
"""

from ._collection import COPIED, Collection, Passage, Share
from ._normal import Normal, normalise
from ._problem import MESSAGES, OriginalityError, Problem
from ._reading import read_text

__all__ = [
    "COPIED",
    "MESSAGES",
    "Collection",
    "Normal",
    "OriginalityError",
    "Passage",
    "Problem",
    "Share",
    "normalise",
    "read_text",
]
