#!/usr/bin/env python3
"""Makes a study out of a corpus: the same documents and tokens in arms that differ only in which
documents share a context.

    evidence/prepare.py corpus.jsonl.gz --output STUDY [--context-length 2048] [--arms random,paper,...]

The corpus is JSON Lines with the fields id, text and label. Held out, and never trained on: 3% of the
documents, and one label in twenty as a whole. The rest is packed by ./icp, once per pack, with a
tokenizer that is trained on it. Only the order and the cuts are kept of each pack, and that every pack
holds every token of every training document exactly once is checked. What is there already is not made
again, so packs can be added later.

Needs tokenizers and numpy beside ./icp. Everything in STUDY that training reads:

    study.json        settings and counts
    tokens.npy[.xz]   uint16, all documents' tokens end to end (xz -9 makes it small enough to send)
    documents.npz     length in tokens and split (0 trained on, 1 held out, 2 of a held-out label)
    pack-NAME.npz     segments: doc, start, end, at (place in the context); first (of each context)
    eval.npz          what evaluate.py asks
"""
import argparse
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import time

import numpy as np

from train import ARMS

HERE = os.path.dirname(os.path.abspath(__file__))
SEPARATOR = "<|endoftext|>"
#: How each pack is made: options of ./icp pack, and which half of the training documents it takes.
#: Of random there is one for each seed: random, random.1, …
PACKS = {
    "random": (["--order", "random", "--start-anywhere"], None),
    "paper": (["--order", "paper", "--start-anywhere"], None),
    "paper-start": (["--order", "paper", "--start-at-document"], None),
    "reference": (["--order", "reference", "--start-anywhere"], None),
    "cohesive": (["--order", "cohesive", "--start-anywhere"], None),
    "cohesive-start": (["--order", "cohesive", "--start-at-document"], None),
    "random-start": (["--order", "random", "--start-at-document"], None),
    "cohesive-whole": (["--order", "cohesive", "--boundary", "keep-whole", "--start-at-document"], None),
    "cohesive-separate": (["--order", "cohesive", "--near-duplicates", "separate:0.6", "--start-anywhere"], None),
    "cohesive-meaning": (["--order", "cohesive", "--vectors", "{vectors}", "--start-anywhere"], None),
    "paper-meaning": (["--order", "paper", "--vectors", "{vectors}", "--start-anywhere"], None),
    "half-cohesive": (["--order", "cohesive", "--start-anywhere"], 0),
    "half-paper": (["--order", "paper", "--start-anywhere"], 0),
    "half-paper-start": (["--order", "paper", "--start-at-document"], 0),
    "half-random": (["--order", "random", "--start-anywhere"], 1),
    "bm25chunk": (["--order", "bm25chunk", "--start-anywhere"], None),
    "cohesive-among": (["--order", "cohesive", "--among", "2048", "--start-anywhere"], None),
    "cohesive-mix": (["--order", "cohesive", "--mix", "related:0.5,random:0.5", "--start-anywhere"], None),
    "cohesive-mix-quarter": (["--order", "cohesive", "--mix", "related:0.25,random:0.75", "--start-anywhere"], None),
    "nextlong": (["--order", "nextlong", "--start-anywhere"], None),
}
ARBITRARY = """red blue green black white north south east west small large left right up down day night
first last old new open close start stop high low front back true false begin end fast slow""".split()


def stable(text):
    """A number in [0, 1) that depends on the text alone."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:13], 16) / 16**13


def read(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def write(path, documents):
    with open(path, "w", encoding="utf-8") as out:
        for d in documents:
            out.write(json.dumps({"id": d["id"], "text": d["text"], "label": d.get("label")}) + "\n")


class Study:
    def __init__(self, options):
        self.o = options
        self.dir = options.output
        os.makedirs(self.path("work"), exist_ok=True)

    def path(self, *names):
        return os.path.join(self.dir, *names)

    def icp(self, *arguments):
        command = [self.o.icp, *arguments] + (["--heap", self.o.heap] if self.o.heap else [])
        started = time.time()
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"prepare: {' '.join(command)} failed:\n{done.stderr[-2000:]}")
        return time.time() - started

    # ---- documents and tokens

    def split(self):
        """Held-out documents and labels are drawn by a hash, so they do not depend on the others."""
        documents = []
        for d in read(self.o.corpus):
            documents.append(d)
            if self.o.documents and len(documents) == self.o.documents:
                break
        sizes = {}
        for d in documents:
            sizes[d.get("label")] = sizes.get(d.get("label"), 0) + 1
        labels = sorted((l for l in sizes if l), key=lambda l: stable("label " + l))
        held = set()
        for label in labels:  # a label of more than 3% of the documents would take too much away
            if len(held) < len(labels) / 20 and sizes[label] <= 0.03 * len(documents):
                held.add(label)
        splits = []
        for d in documents:
            splits.append(2 if d.get("label") in held else 1 if stable(d["id"]) < 0.03 else 0)
        order = sorted(range(len(documents)), key=lambda i: splits[i])  # training documents first
        self.documents = [documents[i] for i in order]
        self.splits = np.array([splits[i] for i in order], np.int8)
        self.training = int((self.splits == 0).sum())
        self.held_labels = sorted(held)
        print(f"{len(documents):,} documents: {self.training:,} to train on, "
              f"{int((self.splits == 1).sum()):,} held out, {int((self.splits == 2).sum()):,} of "
              f"{len(held)} held-out labels", flush=True)
        if not os.path.exists(self.path("work", "train.jsonl")):
            write(self.path("work", "train.jsonl"), self.documents[: self.training])
            write(self.path("work", "all.jsonl"), self.documents)
            write(self.path("work", "held.jsonl"),
                  [d for d, s in zip(self.documents, self.splits) if s == 1])

    def tokenize(self):
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

        file = self.path("tokenizer.json")
        if not os.path.exists(file):
            tokenizer = Tokenizer(models.BPE())
            tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
            tokenizer.decoder = decoders.ByteLevel()
            trainer = trainers.BpeTrainer(
                vocab_size=self.o.vocabulary, special_tokens=[SEPARATOR], show_progress=False,
                initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
            step = max(1, self.training // 30000)  # a sample is enough for merges
            tokenizer.train_from_iterator(
                (d["text"] for d in self.documents[: self.training : step]), trainer)
            tokenizer.save(file)
        self.tokenizer = Tokenizer.from_file(file)
        self.separator = self.tokenizer.token_to_id(SEPARATOR)
        if not os.path.exists(self.path("documents.npz")):
            tokens, lengths = [], []
            for at in range(0, len(self.documents), 2000):
                for e in self.tokenizer.encode_batch_fast(
                        [d["text"] for d in self.documents[at : at + 2000]], add_special_tokens=False):
                    tokens.append(np.array(e.ids, np.uint16))
                    lengths.append(len(e.ids))
            np.save(self.path("tokens.npy"), np.concatenate(tokens))
            np.savez_compressed(self.path("documents.npz"), length=np.array(lengths, np.int32),
                                split=self.splits)
        self.length = np.load(self.path("documents.npz"))["length"]
        self.tokens = np.load(self.path("tokens.npy"), mmap_mode="r")
        self.offset = np.concatenate([[0], np.cumsum(self.length, dtype=np.int64)])
        print(f"{len(self.tokens):,} tokens, {self.length[: self.training].sum():,} of them to train on, "
              f"vocabulary {self.tokenizer.get_vocab_size():,}", flush=True)

    def of(self, document):
        return self.tokens[self.offset[document] : self.offset[document + 1]]

    # ---- packs

    def contexts(self, folder, ordinal):
        """Reads contexts.jsonl as arrays of segments."""
        doc, start, end, at, first = [], [], [], [], [0]
        with open(os.path.join(folder, "contexts.jsonl"), encoding="utf-8") as lines:
            for line in lines:
                for s in json.loads(line)["segments"]:
                    doc.append(ordinal[s["id"]])
                    start.append(s["from"])
                    end.append(s["to"])
                    at.append(s["at"])
                first.append(len(doc))
        return {k: np.array(v, np.int32) for k, v in
                dict(doc=doc, start=start, end=end, at=at, first=first).items()}

    def pack_once(self, options, members, name, work):
        """Packs some documents, given by their ordinals, and returns their segments."""
        ordinal = {self.documents[i]["id"]: i for i in members}
        if len(members) == self.training:
            corpus = self.path("work", "train.jsonl")
        else:
            corpus = self.path("work", f"{work}.jsonl")
            write(corpus, [self.documents[i] for i in members])
        out = self.path("work", "pack-" + name)
        options = [o.replace("{vectors}", str(self.o.vectors)) for o in options]
        seconds = self.icp(
            "pack", corpus, "--output", out, "--overwrite", "--tokenizer", self.path("tokenizer.json"),
            "--separator", str(self.separator), "--context-length", str(self.o.context_length),
            "--no-tokens", "--keep-path-order", "--tail", "short",
            "--work-dir", self.path("work", "stages-" + work), "--keep-work", *options)
        return self.contexts(out, ordinal), seconds

    def pack(self, name):
        file = self.path(f"pack-{name}.npz")
        if os.path.exists(file):
            return
        base, _, seed = name.partition(".")
        options, part = PACKS[base]
        options = options + (["--seed", seed] if seed else [])
        everything = np.arange(self.training)
        shuffled = np.random.default_rng(7).permutation(self.training)
        if part is None:
            members = everything
            segments, seconds = self.pack_once(options, members, name, "train")
        else:
            members = np.sort(shuffled[part :: 2])
            segments, seconds = self.pack_once(options, members, name, f"half{part}")
        counted = np.bincount(segments["doc"], segments["end"] - segments["start"], len(self.length))
        expected = np.zeros(len(self.length))
        expected[members] = self.length[members]
        if not np.array_equal(counted, expected):
            bad = np.flatnonzero(counted != expected)
            sys.exit(f"prepare: pack {name} does not hold each token once: {len(bad)} documents differ, "
                     f"first {self.documents[bad[0]]['id']}: {counted[bad[0]]} of {expected[bad[0]]}")
        np.savez_compressed(file, **segments)
        print(f"pack {name}: {len(segments['first']) - 1:,} contexts, {seconds:.0f} s", flush=True)

    # ---- evaluation

    def evaluation(self):
        if os.path.exists(self.path("eval.npz")):
            return
        draw = np.random.default_rng(11)
        cosines, neighbours = self.neighbours()
        self.frequency()
        L = self.o.context_length
        long_enough = self.length >= 32
        targets, sets = [], []
        for which, count in ((1, self.o.targets), (2, self.o.targets // 3)):
            pool = np.flatnonzero((self.splits == which) & long_enough)
            chosen = draw.permutation(pool)[:count]
            targets.append(chosen)
            sets.append(np.full(len(chosen), which, np.int8))
        targets, sets = np.concatenate(targets), np.concatenate(sets)
        budget = 3 * L // 4 - 1
        by_label = {}
        for i, d in enumerate(self.documents):
            by_label.setdefault(d.get("label"), []).append(i)
        lists = {"random": [], "related": [], "label": []}
        nearest = []
        for t in targets:
            near = [(n, c) for n, c in zip(neighbours[t], cosines[t]) if 0 <= n < self.training]
            nearest.append(near[0][1] if near else 0)
            lists["related"].append(self.fill([n for n, _ in near], budget))
            lists["random"].append(self.fill(draw.permutation(self.training)[:400], budget))
            # Of a label that is held out as a whole, other held-out documents.
            same = [i for i in by_label[self.documents[t].get("label")]
                    if i != t and (self.splits[i] == 0) == (self.splits[t] == 1)]
            lists["label"].append(self.fill(draw.permutation(same)[:400], budget))
        arrays = {"targets": targets.astype(np.int32), "sets": sets,
                  "nearest": np.array(nearest, np.float32)}
        for name, rows in lists.items():
            arrays[name] = np.concatenate([np.array(r, np.int32) for r in rows] + [np.zeros(0, np.int32)])
            arrays[name + "_first"] = np.cumsum([0] + [len(r) for r in rows]).astype(np.int32)
        arrays.update(self.reading(targets, lists["related"], budget, L // 4, draw))
        arrays.update(self.demonstrations(draw))
        arrays.update(self.held_contexts(L))
        np.savez_compressed(self.path("eval.npz"), **arrays)

    def fill(self, candidates, budget):
        """The first candidates that fill so many tokens, separators included."""
        taken, total = [], 0
        for c in candidates:
            taken.append(int(c))
            total += int(self.length[c]) + 1
            if total >= budget:
                break
        return taken

    def context(self, documents, budget):
        """Tokens before a target: the nearest document last, the farthest cut at its beginning."""
        parts = []
        for d in reversed(documents):
            parts += [self.of(d), [self.separator]]
        return np.concatenate(parts)[-budget:] if parts else np.zeros(0, np.uint16)

    def neighbours(self):
        out = self.path("work", "neighbours")
        if not os.path.exists(os.path.join(out, "report.json")):
            seconds = self.icp("neighbours", self.path("work", "all.jsonl"), "--k", "40", "--output", out)
            print(f"neighbours: {seconds:.0f} s", flush=True)
        return (np.load(os.path.join(out, "cosines.npy"), mmap_mode="r"),
                np.load(os.path.join(out, "neighbours.npy"), mmap_mode="r"))

    WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,}")

    def frequency(self):
        """In how many training documents a word stands."""
        self.df = {}
        for d in self.documents[: self.training]:
            for w in set(self.WORD.findall(d["text"])):
                self.df[w] = self.df.get(w, 0) + 1

    def reading(self, targets, related, budget, longest, draw):
        """Rare words of a target that stand in its related context and not before in the target."""
        rare = max(8, self.training // 1000)
        item, start, end = [], [], []
        for t, (target, documents) in enumerate(zip(targets, related)):
            seen_in_context = set(self.WORD.findall(self.tokenizer.decode(
                list(map(int, self.context(documents, budget))), skip_special_tokens=False)))
            encoding = self.tokenizer.encode(self.documents[target]["text"], add_special_tokens=False)
            offsets = encoding.offsets[:longest]
            text, before, at = self.documents[target]["text"], set(), 0
            for m in self.WORD.finditer(text[: offsets[-1][1]]):
                word = m.group()
                if word in before:
                    continue
                before.add(word)
                if word not in seen_in_context or self.df.get(word, 0) > rare:
                    continue
                while at < len(offsets) and offsets[at][1] <= m.start():
                    at += 1
                stop = at
                while stop < len(offsets) and offsets[stop][0] < m.end():
                    stop += 1
                if stop > at and offsets[stop - 1][1] == m.end():
                    item.append(t), start.append(at), end.append(stop)
        item, start, end = (np.array(a, np.int32) for a in (item, start, end))
        # A word is swapped for another of as many tokens everywhere in the context: what is followed?
        swap_item, swap_word = [], []
        words = {}
        for i in range(len(item)):
            words.setdefault(int(end[i] - start[i]), []).append(i)
        done = set()
        for i in draw.permutation(len(item)):
            t = int(item[i])
            size = int(end[i] - start[i])
            if t in done or size > 6:
                continue
            word = self.of(targets[t])[start[i] : end[i]]
            other = int(draw.choice(words[size]))
            replacement = self.of(targets[item[other]])[start[other] : end[other]]
            if item[other] == t or replacement[0] == word[0]:
                continue
            context = self.context(related[t], budget)
            hits = np.flatnonzero(np.all(
                np.lib.stride_tricks.sliding_window_view(context, size) == word, axis=1)) \
                if len(context) >= size else []
            if len(hits) == 0:
                continue
            done.add(t)
            swap_item.append(i)
            swap_word.append(other)
        print(f"reading: {len(item):,} rare words, {len(swap_item):,} of them swapped", flush=True)
        return {"read_target": item, "read_start": start, "read_end": end,
                "swap_item": np.array(swap_item, np.int32), "swap_word": np.array(swap_word, np.int32)}

    def demonstrations(self, draw, episodes=None, ways=4, shots=8):
        """Episodes of label prediction among held-out documents: 4 labels, 8 demonstrations."""
        episodes = episodes or self.o.episodes
        groups = {}
        for i in np.flatnonzero((self.splits == 1) & (self.length >= 48)):
            groups.setdefault(self.documents[i].get("label"), []).append(int(i))
        need = shots // ways + 1
        labels = sorted(l for l, m in groups.items() if l and len(m) >= need)
        encode = lambda text: self.tokenizer.encode(text, add_special_tokens=False).ids
        words = [w for w in ARBITRARY if len(encode(" " + w)) == 1]
        if len(labels) < ways or len(words) < ways:
            episodes = 0
        names = [re.sub(r"[-_]+", " ", l.rsplit("/", 1)[-1]) for l in labels]
        demos, demo_label, target, gold, candidates, arbitrary = [], [], [], [], [], []
        for _ in range(episodes):
            while True:
                chosen = draw.choice(len(labels), ways, replace=False)
                if len({names[c] for c in chosen}) == ways:
                    break
            g = int(draw.integers(ways))
            members = [list(draw.permutation(groups[labels[c]])[:need]) for c in chosen]
            target.append(members[g].pop())
            rounds = []
            for r in range(shots // ways):
                for w in draw.permutation(ways):
                    rounds.append((members[w][r], w))
            demos.append([d for d, _ in rounds])
            demo_label.append([w for _, w in rounds])
            gold.append(g)
            candidates.append(chosen)
            arbitrary.append(draw.choice(len(words), ways, replace=False))
        tokens = [encode(" " + n) for n in names]
        shape = lambda a, *s: np.array(a, np.int32).reshape(-1, *s)
        return {"icl_demos": shape(demos, shots), "icl_demo_label": shape(demo_label, shots),
                "icl_target": shape(target), "icl_gold": shape(gold),
                "icl_candidates": shape(candidates, ways), "icl_arbitrary": shape(arbitrary, ways),
                "icl_names": np.array(sum(tokens, []), np.int32),
                "icl_names_first": np.cumsum([0] + [len(t) for t in tokens]).astype(np.int32),
                "icl_words": np.array([encode(" " + w)[0] for w in words], np.int32),
                "icl_ask": np.array(encode("\n\nArea:"), np.int32),
                "icl_join": np.array(encode("\n\n"), np.int32)}

    def held_contexts(self, L):
        """Contexts of held-out documents, related and random."""
        arrays = {}
        held = {self.documents[i]["id"]: i for i in np.flatnonzero(self.splits == 1)}
        for name in ("cohesive", "random"):
            out = self.path("work", "held-" + name)
            self.icp("pack", self.path("work", "held.jsonl"), "--output", out, "--overwrite",
                     "--tokenizer", self.path("tokenizer.json"), "--separator", str(self.separator),
                     "--context-length", str(L), "--no-tokens", "--tail", "drop", "--order", name)
            for k, v in self.contexts(out, held).items():
                arrays[f"held_{name}_{k}"] = v
        return arrays

    def finish(self):
        packs = sorted(f[5:-4] for f in os.listdir(self.dir) if f.startswith("pack-") and f.endswith(".npz"))
        with open(self.path("study.json"), "w") as out:
            json.dump({"corpus": os.path.basename(self.o.corpus), "documents": len(self.documents),
                       "training": self.training, "trainingTokens": int(self.length[: self.training].sum()),
                       "heldOutLabels": self.held_labels, "vocabulary": self.tokenizer.get_vocab_size(),
                       "separator": self.separator, "contextLength": self.o.context_length,
                       "packs": packs}, out, indent=1)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    p.add_argument("corpus")
    p.add_argument("--output", required=True)
    p.add_argument("--context-length", type=int, default=2048)
    p.add_argument("--vocabulary", type=int, default=8192)
    p.add_argument("--documents", type=int, default=0, help="only the first so many")
    p.add_argument("--arms", default="random,paper,cohesive", help="of train.py; their packs are made")
    p.add_argument("--seeds", type=int, default=2, help="random contexts are drawn anew for each")
    p.add_argument("--vectors", help="vectors of the training documents (work/train.jsonl), .npy")
    p.add_argument("--targets", type=int, default=768, help="held-out documents that are evaluated")
    p.add_argument("--episodes", type=int, default=384, help="of label prediction")
    p.add_argument("--icp", default=os.path.join(HERE, "..", "icp"))
    p.add_argument("--heap", help="of ./icp")
    options = p.parse_args()
    packs = []
    for name in options.arms.split(","):
        if name not in ARMS:
            p.error(f"--arms {name}: not one of {', '.join(ARMS)}")
        packs += ARMS[name].packs
    packs = list(dict.fromkeys(packs))
    if "random" in packs:
        packs += [f"random.{seed}" for seed in range(1, options.seeds)]
    if options.vectors is None and any("{vectors}" in PACKS[pack.split(".")[0]][0] for pack in packs):
        p.error("arms by meaning need --vectors")
    study = Study(options)
    study.split()
    study.tokenize()
    for name in packs:
        study.pack(name)
    study.evaluation()
    study.finish()


if __name__ == "__main__":
    main()
