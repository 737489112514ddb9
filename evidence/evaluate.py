"""What a trained model makes of held-out documents: the questions of In-Context Pretraining at a small
size. train.py asks them of every model; nothing here knows how a model was trained.

Losses are nats a token, first averaged within a document, then over documents; standard errors are over
documents. A target is a held-out document's first tokens (a quarter of a context); before it stand the
separator alone, or three quarters of a context of other documents, the nearest one last:

    alone      nothing
    random     training documents drawn at random
    related    its nearest training documents by words
    label      training documents drawn from those of its label
"""
import numpy as np
import os
import torch
import torch.nn.functional as F

CONDITIONS = ("alone", "random", "related", "label")
#: Ends of the bins of positions within a target.
POSITIONS = (16, 64, 256, 1 << 30)
SHOTS = (0, 1, 2, 4, 8)
SNIPPET = 80
#: What is printed after each model.
SHOWN = ("alone", "random", "related", "gain", "read_first", "swap_followed", "icl8_calibrated")


class Sequences:
    """Token sequences and a span of each that is scored, as padded batches on the device."""

    def __init__(self, study, sequences, spans, batch):
        self.of = np.concatenate([np.full(b - a, i) for i, (a, b) in enumerate(spans)] + [np.zeros(0, int)])
        self.position = np.concatenate([np.arange(b - a) for a, b in spans] + [np.zeros(0, int)])
        L, device = study.context, study.device
        longest = max((len(s) for s in sequences), default=0)
        # The shape of training, where it fits, is what is compiled already.
        width = L if longest > L // 2 else (longest + 63) // 64 * 64
        rows = batch if width == L else max(1, batch * L // max(1, width))
        self.batches = []
        for at in range(0, len(sequences), rows):
            tokens = np.full((rows, width), study.separator, np.int64)
            places, targets = [], []
            for row, (s, (a, b)) in enumerate(zip(sequences[at : at + rows], spans[at : at + rows])):
                tokens[row, : len(s)] = s
                places.append(row * width + np.arange(a - 1, b - 1))
                targets.append(np.asarray(s[a:b], np.int64))
            self.batches.append([torch.from_numpy(x).to(device) for x in
                                 (tokens.astype(np.int32), np.concatenate(places), np.concatenate(targets))])

    @property
    def tokens(self):
        return sum(tokens.numel() for tokens, _, _ in self.batches)

    def score(self, model):
        """Loss of each scored token, and whether it was ranked first."""
        losses, firsts = [torch.zeros(0)], [torch.zeros(0, dtype=torch.bool)]
        for tokens, places, targets in self.batches:
            hidden = model.hidden(tokens.long())
            hidden = hidden.reshape(-1, hidden.shape[-1])[places]
            for h, t in zip(hidden.split(32768), targets.split(32768)):
                logits = model.logits(h).float()
                losses.append(F.cross_entropy(logits, t, reduction="none"))
                firsts.append(logits.argmax(-1) == t)
        device = losses[-1].device
        return (torch.cat([x.to(device) for x in losses]).float().cpu().numpy(),
                torch.cat([x.to(device) for x in firsts]).cpu().numpy())


def mean_error(values):
    """Mean, and its standard error, of what is not NaN."""
    values = np.asarray(values, np.float64)
    values = values[~np.isnan(values)]
    if len(values) == 0:
        return float("nan"), float("nan")
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0


def within(values, of, n):
    """Mean of the values of each of n owners; NaN where there are none."""
    count = np.bincount(of, minlength=n)
    with np.errstate(invalid="ignore"):
        return np.bincount(of, values, n) / np.where(count == 0, np.nan, count)


class Questions:
    def __init__(self, study, batch, fewer=1):
        self.study, self.batch, self.fewer = study, batch, fewer
        e = self.eval = dict(np.load(os.path.join(study.folder, "eval.npz")))
        L = study.context
        self.longest, self.budget = L // 4, 3 * L // 4 - 1
        keep = np.arange(0, len(e["targets"]), fewer)
        self.targets, self.sets = e["targets"][keep], e["sets"][keep]
        self.nearest = e["nearest"][keep]
        place = {int(k): i for i, k in enumerate(keep)}
        contexts = {c: [self.context(e[c][e[c + "_first"][k] : e[c + "_first"][k + 1]]) for k in keep]
                    for c in CONDITIONS[1:]}
        self.conditions = {}
        for c in CONDITIONS:
            sequences, spans = [], []
            for i, t in enumerate(self.targets):
                before = contexts[c][i] if c != "alone" else np.array([study.separator])
                if len(before) == 0:
                    before = np.array([study.separator])
                target = self.of(t)[: self.longest]
                sequences.append(np.concatenate([before, target]))
                spans.append((len(before), len(before) + len(target)))
            self.conditions[c] = Sequences(study, sequences, spans, batch)
        # Rare words: of the scored tokens of each condition, which belong to which word.
        chosen = [i for i in range(len(e["read_target"])) if int(e["read_target"][i]) in place]
        self.read_target = np.array([place[int(e["read_target"][i])] for i in chosen], int)
        start, end = e["read_start"][chosen], e["read_end"][chosen]
        sizes = np.array([min(self.longest, study.length[t]) for t in self.targets])
        begin = np.concatenate([[0], np.cumsum(sizes)])
        self.read_token = np.concatenate(
            [begin[t] + np.arange(a, b) for t, a, b in zip(self.read_target, start, end)] + [[]]).astype(int)
        self.read_of = np.concatenate(
            [np.full(b - a, i) for i, (a, b) in enumerate(zip(start, end))] + [[]]).astype(int)
        self.swaps(e, place, contexts["related"], batch)
        self.contexts_held(e, batch, fewer)
        self.demonstrations(e, batch, fewer)

    @property
    def tokens(self):
        """How many tokens a model reads to answer."""
        return self.episode_tokens + self.swapped.tokens + sum(
            s.tokens for s in (*self.conditions.values(), *self.held.values()))

    @property
    def episode_tokens(self):
        return sum(s.tokens for pair in self.icl.values() for s in pair)

    def fit(self, tokens):
        """Asks fewer episodes of demonstrations, by far the most to read, so that a model reads some so
        many tokens; one in sixteen is always asked. Returns one in how many is left."""
        left = max(tokens - (self.tokens - self.episode_tokens), self.episode_tokens / 16)
        stride = -(-self.episode_tokens // max(1, int(left)))
        if stride > 1:
            self.demonstrations(self.eval, self.batch, self.fewer * stride)
        return stride

    def of(self, document):
        s = self.study
        return s.host_tokens[s.offset[document] : s.offset[document + 1]].astype(np.int64)

    def context(self, documents):
        parts = []
        for d in documents[::-1]:
            parts += [self.of(d), [self.study.separator]]
        return np.concatenate(parts)[-self.budget :] if parts else np.zeros(0, np.int64)

    def swaps(self, e, place, related, batch):
        """In the context a rare word is another one throughout: which of both does the model expect?"""
        sequences, spans = [], []
        for item, other in zip(e["swap_item"], e["swap_word"]):
            t = int(e["read_target"][item])
            if t not in place:
                continue
            a, b = int(e["read_start"][item]), int(e["read_end"][item])
            target = self.of(e["targets"][t])
            word = target[a:b]
            replacement = self.of(e["targets"][e["read_target"][other]])[
                int(e["read_start"][other]) : int(e["read_end"][other])]
            context = related[place[t]].copy()
            for hit in np.flatnonzero(np.all(
                    np.lib.stride_tricks.sliding_window_view(context, b - a) == word, axis=1)):
                context[hit : hit + b - a] = replacement
            for w in (replacement, word):
                sequences.append(np.concatenate([context, target[:a], w]))
                spans.append((len(context) + a, len(context) + b))
        self.swapped = Sequences(self.study, sequences, spans, batch)

    def contexts_held(self, e, batch, fewer):
        """Contexts of held-out documents, whole, by position in the context."""
        self.held = {}
        L = self.study.context
        for name in ("cohesive", "random"):
            get = lambda k: e[f"held_{name}_{k}"]
            rows = []
            for c in range(0, min(len(get("first")) - 1, 256), fewer):
                row = np.full(L, self.study.separator, np.int64)
                for s in range(get("first")[c], get("first")[c + 1]):
                    a, b, at = (int(get(k)[s]) for k in ("start", "end", "at"))
                    row[at : at + b - a] = self.of(get("doc")[s])[a:b]
                rows.append(row)
            self.held[name] = Sequences(self.study, rows, [(1, L)] * len(rows), batch)

    def demonstrations(self, e, batch, fewer):
        """k times a document's beginning and its label, then a beginning: which of 4 labels follows?
        Once with the labels' names, once with words that are arbitrary but the same within an episode.
        Each is asked without the last beginning, too: what the model prefers whatever it reads."""
        join, ask = e["icl_join"], e["icl_ask"]
        name = lambda c: e["icl_names"][e["icl_names_first"][c] : e["icl_names_first"][c + 1]]
        self.gold = e["icl_gold"].reshape(-1)[::fewer]
        self.icl = {}
        for kind in ("icl", "icl_arbitrary"):
            for k in SHOTS:
                sequences, spans, blind, blind_spans = [], [], [], []
                for x in range(0, len(e["icl_gold"]), fewer):
                    if kind == "icl":
                        words = [name(c) for c in e["icl_candidates"][x]]
                    else:
                        words = [e["icl_words"][[w]] for w in e["icl_arbitrary"][x]]
                    parts = [[self.study.separator]]
                    for d, w in zip(e["icl_demos"][x][:k], e["icl_demo_label"][x][:k]):
                        parts += [self.of(d)[:SNIPPET], ask, words[w], join]
                    snippet = self.of(int(e["icl_target"].reshape(-1)[x]))[:SNIPPET]
                    for last, into, where in ((snippet, sequences, spans), ([], blind, blind_spans)):
                        prompt = np.concatenate([*parts, last, ask]).astype(np.int64)
                        prompt = prompt[-(self.study.context - 16) :]
                        for w in words:
                            into.append(np.concatenate([prompt, w]))
                            where.append((len(prompt), len(prompt) + len(w)))
                self.icl[f"{kind}{k}"] = (Sequences(self.study, sequences, spans, batch),
                                          Sequences(self.study, blind, blind_spans, batch))

    def ask(self, model):
        """Measures by name, each with NAME_se, and what they were averaged from."""
        measures, raw = {}, {"sets": self.sets, "targets": self.targets, "nearest": self.nearest}

        def put(name, values):
            measures[name], measures[name + "_se"] = mean_error(values)

        n = len(self.targets)
        by_bin, main, group = {}, self.sets == 1, self.sets == 2
        for c, s in self.conditions.items():
            loss, first = s.score(model)
            doc = within(loss, s.of, n)
            raw[c] = doc.astype(np.float32)
            put(c, doc[main])
            put("group_" + c, doc[group])
            before = 0
            for end in POSITIONS:
                inside = (s.position >= before) & (s.position < end)
                by_bin[c, before] = within(loss[inside], s.of[inside], n)
                raw[f"{c}_from{before}"] = by_bin[c, before].astype(np.float32)
                put(f"{c}_from{before}", by_bin[c, before][main])
                before = end
            items = len(self.read_target)
            if items:
                right = np.bincount(self.read_of, ~first[self.read_token], items) == 0
                raw["read_first_" + c] = right
                raw["read_loss_" + c] = np.bincount(self.read_of, loss[self.read_token], items).astype(
                    np.float32)
        put("gain", (raw["alone"] - raw["related"])[main])
        put("gain_over_random", (raw["random"] - raw["related"])[main])
        put("gain_label", (raw["alone"] - raw["label"])[main])
        put("harm_random", (raw["random"] - raw["alone"])[main])
        put("group_gain", (raw["alone"] - raw["related"])[group])
        far = main & (self.nearest < np.median(self.nearest[main]) if main.any() else main)
        for c in CONDITIONS:
            put("far_" + c, raw[c][far])
        if len(self.read_target):
            raw["read_target"] = self.read_target
            for c in CONDITIONS:
                name = "" if c == "related" else "_" + c
                put("read_first" + name, within(raw["read_first_" + c].astype(float), self.read_target, n))
                put("read_loss" + name, within(raw["read_loss_" + c], self.read_target, n))
        self.of_swaps(model, put, raw)
        for name, s in self.held.items():
            if len(s.of) == 0:
                continue
            loss, _ = s.score(model)
            contexts, L = int(s.of.max()) + 1, self.study.context
            put("held_" + name, within(loss, s.of, contexts))
            for b in range(8):
                inside = (s.position >= b * L // 8) & (s.position < (b + 1) * L // 8)
                values = within(loss[inside], s.of[inside], contexts)
                raw[f"held_{name}_{b}"] = values.astype(np.float32)
                put(f"held_{name}_{b}", values)
        for name, pair in self.icl.items():
            if len(self.gold) == 0:
                continue
            # Mean over the label's tokens, so that long names are not behind.
            each, blind = (within(s.score(model)[0], s.of, 4 * len(self.gold)).reshape(-1, 4) for s in pair)
            for kind, scores in (("", each), ("_calibrated", each - blind)):
                right = scores.argmin(1) == self.gold
                raw[name + kind] = right
                put(name + kind, right.astype(float))
                share = -F.log_softmax(torch.from_numpy(-scores), 1).numpy()
                put(f"{name}{kind}_loss", share[np.arange(len(self.gold)), self.gold])
        return measures, raw

    def of_swaps(self, model, put, raw):
        if len(self.swapped.of) == 0:
            return
        loss, first = self.swapped.score(model)
        n = int(self.swapped.of.max()) + 1
        total = np.bincount(self.swapped.of, loss, n).reshape(-1, 2)
        ranked = (np.bincount(self.swapped.of, ~first, n) == 0).reshape(-1, 2)
        raw["swap_margin"] = (total[:, 1] - total[:, 0]).astype(np.float32)
        put("swap_followed", (total[:, 0] < total[:, 1]).astype(float))
        put("swap_margin", total[:, 1] - total[:, 0])
        put("swap_first", ranked[:, 0].astype(float))
