#!/usr/bin/env python3
"""Makes the small tokenizers that the tests read: plain Python, nothing downloaded.

Run it anywhere; it writes to ../resources/dev/icp/lucene. They are trained on the project's LICENSE,
a text that stays as it is, so that the same files come out again.
"""

import collections
import json
import math
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent / "resources" / "dev" / "icp" / "lucene"
TEXT = (HERE.parents[3] / "LICENSE").read_text(encoding="utf-8")
MERGES = 300


def byte_characters():
    """The printable character that byte-level BPE writes for each byte."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    characters = {byte: chr(byte) for byte in printable}
    for byte in range(256):
        if byte not in characters:
            characters[byte] = chr(256 + len(characters) - len(printable))
    return characters


def train_merges(words):
    """The most frequent pairs, one after the other; equal ones in the order of the alphabet."""
    words = {tuple(word): count for word, count in words.items()}
    merges = []
    while len(merges) < MERGES:
        pairs = collections.Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        pair = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(pair)
        words = {merge(word, pair): count for word, count in words.items()}
    return merges


def merge(word, pair):
    merged, i = [], 0
    while i < len(word):
        if word[i : i + 2] == pair:
            merged.append(pair[0] + pair[1])
            i += 2
        else:
            merged.append(word[i])
            i += 1
    return tuple(merged)


def added(token_id, content):
    return {
        "id": token_id,
        "content": content,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def template(before, after):
    """A post-processor that puts special tokens around a text."""
    names = before + after

    def special(name):
        return {"SpecialToken": {"id": name[0], "type_id": 0}}

    def sequence(name, type_id):
        return {"Sequence": {"id": name, "type_id": type_id}}

    single = [*map(special, before), sequence("A", 0), *map(special, after)]
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": single + [sequence("B", 1)],
        "special_tokens": {
            content: {"id": content, "ids": [token_id], "tokens": [content]}
            for content, token_id in names
        },
    }


def tokenizer(model, added_tokens, pre_tokenizer, post_processor, decoder, normalizer=None):
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added_tokens,
        "normalizer": normalizer,
        "pre_tokenizer": pre_tokenizer,
        "post_processor": post_processor,
        "decoder": decoder,
        "model": model,
    }


def byte_level_bpe():
    characters = byte_characters()
    words = collections.Counter(
        "".join(characters[byte] for byte in word.encode("utf-8"))
        for word in re.findall(r" ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+", TEXT)
    )
    merges = train_merges(words)
    vocabulary = {c: i for i, c in enumerate(sorted(characters.values()))}
    for left, right in merges:
        vocabulary.setdefault(left + right, len(vocabulary))
    end = len(vocabulary)
    byte_level = {
        "type": "ByteLevel",
        "add_prefix_space": False,
        "trim_offsets": True,
        "use_regex": True,
    }
    return tokenizer(
        {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "ignore_merges": False,
            "vocab": vocabulary,
            "merges": [" ".join(pair) for pair in merges],
        },
        [added(end, "<|endoftext|>"), added(end + 1, "<|pad|>")],
        byte_level,
        template([], [("<|endoftext|>", end)]),
        byte_level,
    )


def truncating(whole):
    """The same tokenizer as people leave it behind: cut at 128 tokens and filled up to 64."""
    return whole | {
        "truncation": {
            "direction": "Right",
            "max_length": 128,
            "strategy": "LongestFirst",
            "stride": 0,
        },
        "padding": {
            "strategy": {"Fixed": 64},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": whole["added_tokens"][1]["id"],
            "pad_type_id": 0,
            "pad_token": "<|pad|>",
        },
    }


def lower_case_words():
    return collections.Counter(re.findall(r"[a-z]+", TEXT.lower()))


def word_piece():
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    ascii_characters = [chr(c) for c in range(0x21, 0x7F) if not chr(c).isupper()]
    pieces = [*ascii_characters, *("##" + c for c in ascii_characters)]
    words = lower_case_words()
    endings = collections.Counter()
    for word, count in words.items():
        for at in range(1, len(word) - 1):
            endings["##" + word[at:]] += count
    for counts in words, endings:
        pieces += sorted(counts, key=lambda piece: (-counts[piece], piece))[:250]
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys(special + pieces))}
    return tokenizer(
        {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
        [added(i, content) for i, content in enumerate(special)],
        {"type": "BertPreTokenizer"},
        template([("[CLS]", 2)], [("[SEP]", 3)]),
        {"type": "WordPiece", "prefix": "##", "cleanup": True},
        {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
    )


def unigram():
    counts = collections.Counter()
    for word, count in collections.Counter(re.findall(r"\S+", TEXT)).items():
        word = "\u2581" + word
        for start in range(len(word)):
            for end in range(start + 2, min(len(word), start + 10) + 1):
                counts[word[start:end]] += count * (end - start)
    pieces = dict(sorted(counts.items(), key=lambda piece: (-piece[1], piece[0]))[:600])
    for character in "\u2581" + "".join(map(chr, range(0x21, 0x7F))):
        pieces.setdefault(character, 1)
    total = sum(pieces.values())
    special = ["<unk>", "</s>"]
    byte_pieces = [f"<0x{byte:02X}>" for byte in range(256)]
    vocabulary = [[content, 0.0] for content in special]
    vocabulary += [[piece, -12.0] for piece in byte_pieces]
    vocabulary += [[p, round(math.log(count / total), 4)] for p, count in pieces.items()]
    metaspace = {
        "type": "Metaspace",
        "replacement": "\u2581",
        "prepend_scheme": "always",
        "split": True,
    }
    return tokenizer(
        {"type": "Unigram", "unk_id": 0, "vocab": vocabulary, "byte_fallback": True},
        [added(i, content) for i, content in enumerate(special)],
        metaspace,
        template([], [("</s>", 1)]),
        {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, metaspace]},
    )


def write(name, content):
    folder = OUTPUT / name
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=True, indent=None, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text + "\n", encoding="utf-8")


bpe = byte_level_bpe()
write("bpe", bpe)
write("bpe-truncating", truncating(bpe))
write("wordpiece", word_piece())
write("unigram", unigram())
