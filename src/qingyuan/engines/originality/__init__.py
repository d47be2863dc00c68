"""Shared passages of Chinese texts: what two documents have in common that is more than formulas and chance.

Letters and figures are compared in one width, case and script (`_normal`), so that other punctuation, spaces,
full-width figures or traditional characters hide nothing.  Every run of 13 characters and more that two documents share
is found, unless more documents share it than make a formula (`formula`, 48 of one collection); lightly changed passages
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

Both, and `find`, tell everything if asked with ``least=-math.inf`` (`find` does so by itself); with ``least=COPIED``
they look only for what is worth telling, which is many times faster and may pass over common runs of 13 to 17.

What many copied from one is no formula: of more than `formula` documents that share a hundred characters in a row each
is told with the one before, and a text with the first eight of them.  Shorter runs that so many share are formulas.

A collection in a folder is mapped into memory; `add` appends a segment, `merge` makes one of several.  Documents added
as official ones are recognised as quotations, and two documents that quote the same one are not told of each other.
`read_text` turns the bytes of a .txt or .docx file into text or refuses them.

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
