"""`qingyuan originality check | index | merge | show`: copied passages in plain files, without a database."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingyuan.engines.originality import Collection, Passage

FOUND, WRONG_CALL = 1, 2
SUFFIXES = (".txt", ".docx")
SOURCES = "sources.json"  # beside a collection: the paths of its documents


def register(parts: "argparse._SubParsersAction[Any]") -> None:
    top = parts.add_parser(
        "originality",
        help="passages that .txt and .docx files have from others",
        epilog="example: qingyuan originality check essay.docx --against templates/",
    )
    acts = top.add_subparsers(dest="act", required=True)

    one = acts.add_parser("check", help="copied passages in files, side by side with their source")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument(
        "--against", action="append", default=[], type=Path, metavar="DIR", help="files to compare with"
    )
    one.add_argument("--index", type=Path, metavar="INDEX", help="a collection made with `index`")
    one.add_argument(
        "--ignore",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="official documents that may be quoted",
    )
    one.add_argument(
        "--min-run", type=int, default=13, metavar="N", help="characters in a row, 13 at the least"
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=check, needs_database=False)

    one = acts.add_parser(
        "index", help="put the files of a directory into a collection on disk, or add them to one"
    )
    one.add_argument("folder", type=Path, metavar="DIR")
    one.add_argument("--out", required=True, type=Path, metavar="INDEX")
    one.add_argument("--official", action="store_true", help="they may be quoted")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=index, needs_database=False)

    for name, words in (
        ("merge", "make one part of a collection's many"),
        ("show", "what a collection holds"),
    ):
        one = acts.add_parser(name, help=words)
        one.add_argument("index", type=Path, metavar="INDEX")
        one.add_argument("--json", action="store_true")
        one.set_defaults(func=merge if name == "merge" else show, needs_database=False)


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return WRONG_CALL


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _read(paths: list[Path]) -> tuple[list[tuple[Path, str]], list[dict[str, str]]]:
    """The texts of files, and what is refused of them."""
    from qingyuan.engines.originality import OriginalityError, read_text

    texts, refused = [], []
    for path in paths:
        try:
            texts.append((path, read_text(path.read_bytes())))
        except OriginalityError as error:
            refused.append({"path": str(path), "message": str(error)})
        except OSError as error:
            refused.append({"path": str(path), "message": error.strerror or str(error)})
    for one in refused:
        print(f"{one['path']}: {one['message']}", file=sys.stderr)
    return texts, refused


def index(args: argparse.Namespace) -> int:
    from qingyuan.engines.originality import Collection, OriginalityError

    if not args.folder.is_dir():
        return _wrong(f"no directory: {args.folder}")
    texts, refused = _read(_files(args.folder))
    if not texts:
        return _wrong(f"no .txt or .docx file that can be read in {args.folder}")
    try:
        args.out.mkdir(parents=True, exist_ok=True)
        sources = _sources(args.out)
        collection = Collection(args.out)
        del sources[len(collection) :]
        sources += [f"document {number}" for number in range(len(sources), len(collection))]
        # The names first: what has a name and no text is forgotten the next time, the other way would mix them up.
        _name(args.out, sources + [str(path) for path, _text in texts])
        collection.add([text for _path, text in texts], official=args.official)
    except (OriginalityError, OSError) as error:
        return _wrong(f"{args.out}: {error}")
    return _told(args, collection, {"added": len(texts), "refused": refused}) or (FOUND if refused else 0)


def _sources(folder: Path) -> list[str]:
    try:
        return [str(one) for one in json.loads((folder / SOURCES).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []


def _name(folder: Path, sources: list[str]) -> None:
    fresh = folder / f"{SOURCES}.new"
    fresh.write_text(json.dumps(sources, ensure_ascii=False), encoding="utf-8")
    fresh.replace(folder / SOURCES)


def _told(args: argparse.Namespace, collection: "Collection", more: dict[str, Any]) -> int:
    folder = args.out if args.act == "index" else args.index
    size = sum(path.stat().st_size for path in folder.iterdir())
    if args.json:
        print(json.dumps({"documents": len(collection), "bytes": size, **more}, ensure_ascii=False))
    else:
        print(f"{len(collection)} documents, {size:,} bytes")
    return 0


def _opened(folder: Path) -> "Collection | None":
    from qingyuan.engines.originality import Collection, OriginalityError

    try:
        if folder.is_dir() and any(folder.iterdir()):
            return Collection(folder)
        print(f"no collection: {folder}", file=sys.stderr)
    except (OriginalityError, OSError) as error:
        print(f"{folder}: {error}", file=sys.stderr)
    return None


def merge(args: argparse.Namespace) -> int:
    collection = _opened(args.index)
    if collection is None:
        return WRONG_CALL
    collection.merge()
    return _told(args, collection, {})


def show(args: argparse.Namespace) -> int:
    collection = _opened(args.index)
    if collection is None:
        return WRONG_CALL
    official = sum(map(collection.is_official, range(len(collection))))
    return _told(args, collection, {"official": official})


def check(args: argparse.Namespace) -> int:
    from qingyuan.engines.originality import Collection

    if args.min_run < 13:
        return _wrong("--min-run: 13 at the least")
    if not args.against and not args.index:
        return _wrong("compare with what? --against DIR or --index INDEX")
    missing = [str(folder) for folder in [*args.against, *args.ignore] if not folder.is_dir()]
    if missing:
        return _wrong(f"no directory: {', '.join(missing)}")
    texts, refused = _read(args.files)
    if not texts:
        return WRONG_CALL
    own = {path.resolve() for path, _text in texts}
    compared = list[tuple[Collection, list[str]]]()
    if args.index:
        opened = _opened(args.index)
        if opened is None:
            return WRONG_CALL
        compared.append((opened, _sources(args.index)))
    memory, names = Collection(), list[str]()
    for folders, official in ((args.against, False), (args.ignore, True)):
        paths = [path for folder in folders for path in _files(folder) if path.resolve() not in own]
        some, _refused = _read(paths)
        if some:
            memory.add([text for _path, text in some], official=official)
            names += [str(path) for path, _text in some]
    compared.append((memory, names))
    documents = [_checked(path, text, compared, args.min_run, own) for path, text in texts]
    found = any(one["passages"] for one in documents)
    if args.json:
        print(json.dumps({"documents": documents, "refused": refused}, ensure_ascii=False))
    else:
        for one, (_path, text) in zip(documents, texts, strict=True):
            print(f"{one['path']}: {one['share']:.1%}")
            for row in one["passages"]:
                said = " ".join(text[row["start"] : row["end"]].split())
                print(f"  {row['start']}-{row['end']} {row['kind']} {row['source']}: {said[:60]}")
    return FOUND if found or refused else 0


def _checked(
    path: Path, text: str, compared: "list[tuple[Collection, list[str]]]", shortest: int, own: set[Path]
) -> dict[str, Any]:
    rows, copied = list[dict[str, Any]](), set[int]()
    for collection, names in compared:
        for one in collection.find(text):
            source = names[one.document] if one.document < len(names) else f"document {one.document}"
            if one.longest < shortest or not (one.copied or one.quoted) or Path(source).resolve() in own:
                continue
            rows.append(
                {
                    "start": one.begin,
                    "end": one.end,
                    "source": source,
                    "source_start": one.source_begin,
                    "source_end": one.source_end,
                    "kind": _kind(one),
                }
            )
            if not one.quoted:
                copied.update(range(one.begin, one.end))
    letters = sum(map(str.isalnum, text))
    share = sum(text[at].isalnum() for at in copied) / max(1, letters)
    rows.sort(key=lambda row: (row["start"], row["source"]))
    return {"path": os.fspath(path), "share": round(share, 4), "passages": rows}


def _kind(one: "Passage") -> str:
    if one.quoted:
        return "quoted"
    return "verbatim" if one.agreed == one.longest else "edited"
