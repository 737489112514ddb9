#!/usr/bin/env python3
"""Compares our ids with those of two other tokenizers, document by document.

    compare_tokenizers.py [--icp ICP] [--documents 500] CORPUS.jsonl[.gz] FOLDER…

Each FOLDER holds a tokenizer.json with what lies beside it. The documents are packed by `icp pack`,
once for each way to treat special tokens that are written in a text (`--special-tokens text` and
`token`), and their ids are put together again from the contexts. They must be those of

  - the Python package `tokenizers`, with and without `encode_special_tokens`;
  - `tiktoken`, made from the same vocabulary, where that is one of byte-level BPE whose ids are the
    ranks of its merges (`encode_ordinary`, and `encode` with all special tokens allowed).

Besides the corpus' documents there are some in which every special token of the tokenizer is
written. Needs Python with tokenizers==0.22.1 and tiktoken==0.12.0; nothing is downloaded.
"""

import argparse
import gzip
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

import tiktoken
import tokenizers

HERE = pathlib.Path(__file__).resolve().parent


def texts_of(corpus, documents):
    """The first documents that have a special token's beginning, and others up to the number."""
    opened = gzip.open(corpus, "rt", encoding="utf-8") if corpus.suffix == ".gz" else open(
        corpus, encoding="utf-8")
    marked, others = [], []
    with opened as lines:
        for line in lines:
            text = json.loads(line)["text"]
            if "<s>" in text or "</s>" in text or "<|" in text or "<bos>" in text:
                marked.append(text)
            elif len(others) < documents:
                others.append(text)
    marked = marked[: documents // 2]
    return marked + others[: documents - len(marked)]


def written(special):
    """Texts with special tokens in all sorts of places."""
    texts = ["".join(special), " ".join(special), "\n\n".join(special)]
    for token in special[:40]:
        texts += [
            token,
            f"a{token}b",
            f"the end {token} and {token}{token} on",
            f"{token[:-1]} {token[1:]}",
            f"<{token}>  \n{token}\u00e9",
        ]
    return texts


def by_icp(icp, folder, texts, policy):
    """Ids by `icp pack`, put together from the segments."""
    with tempfile.TemporaryDirectory() as directory:
        corpus = pathlib.Path(directory, "corpus.jsonl")
        with open(corpus, "w", encoding="utf-8") as out:
            for i, text in enumerate(texts):
                out.write(json.dumps({"id": str(i), "text": text}) + "\n")
        output = pathlib.Path(directory, "out")
        subprocess.run(
            [icp, "pack", str(corpus), "-o", str(output), "--tokenizer", str(folder),
             "--special-tokens", policy, "--order", "input", "--keep-path-order",
             "--separator", "none", "--context-length", "8192"],
            check=True, stdout=subprocess.DEVNULL)
        ids = [[] for _ in texts]
        with open(output / "contexts.jsonl", encoding="utf-8") as lines:
            for line in lines:
                context = json.loads(line)
                for s in context["segments"]:
                    ids[int(s["id"])] += context["tokens"][s["at"]: s["at"] + s["to"] - s["from"]]
        return ids


def by_tokenizers(folder, texts, policy):
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = policy == "text"
    return [tokenizer.encode(text, add_special_tokens=False).ids for text in texts]


def byte_of_character():
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    characters = {chr(byte): byte for byte in printable}
    others = (byte for byte in range(256) if byte not in printable)
    return characters | {chr(256 + i): byte for i, byte in enumerate(others)}


def tiktoken_of(config):
    """A tiktoken encoding of the same vocabulary; None where there is none."""
    model, before = config["model"], config["pre_tokenizer"]
    if model["type"] != "BPE" or model.get("byte_fallback") or not before:
        return None
    steps = before.get("pretokenizers", [before])
    splits = [step for step in steps if step["type"] == "Split"]
    if len(splits) != 1 or steps[-1]["type"] != "ByteLevel" or "Regex" not in splits[0]["pattern"]:
        return None
    added = {token["content"]: token for token in config["added_tokens"]}
    if any(not token["special"] for token in added.values()):
        return None
    byte = byte_of_character()
    ranks = {
        bytes(byte[c] for c in token): rank
        for token, rank in model["vocab"].items() if token not in added
    }
    if sorted(ranks.values()) != list(range(len(ranks))):
        return None
    special = {content: token["id"] for content, token in added.items()}
    return tiktoken.Encoding(
        "same", pat_str=splits[0]["pattern"]["Regex"], mergeable_ranks=ranks,
        special_tokens=special)


def by_tiktoken(encoding, config, texts, policy):
    normalizer = config.get("normalizer") or {}
    if normalizer.get("type") == "NFC":
        texts = [unicodedata.normalize("NFC", text) for text in texts]
    if policy == "text":
        return [encoding.encode_ordinary(text) for text in texts]
    return [encoding.encode(text, allowed_special="all") for text in texts]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--icp", default=str(HERE.parents[3] / "icp"))
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("folders", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    of_corpus = texts_of(options.corpus, options.documents)
    wrong = 0
    for folder, policy in itertools.product(options.folders, ["text", "token"]):
        config = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        special = [t["content"] for t in config["added_tokens"] if t["special"]]
        texts = of_corpus + written(special)
        ours = by_icp(options.icp, folder, texts, policy)
        others = {"tokenizers": by_tokenizers(folder, texts, policy)}
        encoding = tiktoken_of(config)
        if encoding is not None:
            others["tiktoken"] = by_tiktoken(encoding, config, texts, policy)
        for name, theirs in others.items():
            equal = [a == b for a, b in zip(ours, theirs)]
            n = len(of_corpus)
            print(f"{folder} {policy}: ids of {name} equal for {sum(equal[:n])} of {n} documents,"
                  f" {sum(equal[n:])} of {len(texts) - n} texts with every special token;"
                  f" {sum(map(len, ours[:n]))} tokens", flush=True)
            wrong += len(equal) - sum(equal)
            for text, same in zip(texts, equal):
                if not same and wrong < 5:
                    print(f"  different: {text[:200]!r}", flush=True)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
