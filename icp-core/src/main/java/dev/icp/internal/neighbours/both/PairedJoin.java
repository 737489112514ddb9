package dev.icp.internal.neighbours.both;

import dev.icp.internal.base.Division;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.kernel.BlockKernel;
import dev.icp.internal.kernel.KMeans;
import dev.icp.internal.neighbours.graph.NeighbourLists;
import dev.icp.internal.neighbours.graph.PairedGraph;
import dev.icp.internal.neighbours.graph.SharedLists;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.PairedVectors;
import dev.icp.spi.Recall;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Nearly the k nearest by the weighted sum of two cosines. A document that is near by the sum is
 * near by at least one of the two; so more than k neighbours are found by words and by meaning,
 * each by its own index, and the sum is computed for the union of both, which are told to both
 * documents of a pair. How many more is found on a sample whose neighbours are known exactly: twice
 * as many until the wanted recall is reached. Small corpora are compared all with all.
 *
 * <p>The idea is Fagin's for sums of ranked lists (Combining fuzzy information from multiple
 * systems, 1996); the bound that would make it exact is given up for a measured recall.
 */
public final class PairedJoin implements NeighbourIndex<PairedVectors> {
  private static final int EXACT_BELOW = 10_000;
  private static final int SAMPLE = 256;
  private static final int KNOWN = 0;
  private static final int UNSEEN = 1;

  /** Candidates by each kind of vectors, as multiples of k. */
  private static final int FIRST = 2;

  private static final int MOST = 16;
  private static final int ROWS = 4096;
  private static final int TASK = 256;

  /** What such a sample may be off by. */
  private static final double SAFETY = 0.01;

  private final NeighbourIndex<SparseVectors> words;
  private final NeighbourIndex<DenseVectors> meaning;
  private final double recall;
  private final int exactBelow;

  /** See {@link dev.icp.NeighbourIndexes#both}. */
  public PairedJoin(
      NeighbourIndex<SparseVectors> words, NeighbourIndex<DenseVectors> meaning, double recall) {
    this(words, meaning, recall, EXACT_BELOW);
  }

  public PairedJoin(
      NeighbourIndex<SparseVectors> words,
      NeighbourIndex<DenseVectors> meaning,
      double recall,
      int exactBelow) {
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException("recall: " + recall + ", expected above 0 and at most 1");
    }
    this.words = words;
    this.meaning = meaning;
    this.recall = recall;
    this.exactBelow = exactBelow;
  }

  @Override
  public NeighbourGraph neighbours(PairedVectors vectors, int k, StageContext context) {
    int n = vectors.size();
    if (n < exactBelow || n < 2 || recall == 1) {
      NeighbourGraph byWords = words.neighbours(vectors.words(), k, new Part(context, 0, 0.5));
      return new PairedGraph(exact(vectors, k, new Part(context, 0.5, 0.5)), byWords);
    }
    double wanted = Math.min(recall + SAFETY, (1 + recall) / 2);
    int[] sample =
        KMeans.sample(n, Math.min(n, 2 * SAMPLE), Shuffle.random(context.seed(), "recall"));
    NeighbourLists truth = some(vectors, sample, k, context);
    double progress = 0;
    for (int times = FIRST; times <= MOST; times *= 2) {
      double part = (1 - progress) / 6;
      int candidates = (int) Math.min(n - 1L, (long) times * k);
      NeighbourGraph byWords =
          words.neighbours(vectors.words(), candidates, new Part(context, progress, part));
      NeighbourGraph byMeaning =
          meaning.neighbours(
              vectors.meaning(), candidates, new Part(context, progress + part, part));
      SharedLists lists = new SharedLists(n, k);
      join(vectors, byWords, byMeaning, lists, new Part(context, progress + 2 * part, part));
      if (recall(lists.lists(), sample, truth, KNOWN) >= wanted) {
        double found = recall(lists.lists(), sample, truth, UNSEEN);
        return new PairedGraph(lists.toGraph(found), firstOf(byWords, k));
      }
      progress += 3 * part;
    }
    NeighbourGraph byWords = words.neighbours(vectors.words(), k, new Part(context, progress, 0));
    return new PairedGraph(exact(vectors, k, new Part(context, progress, 1 - progress)), byWords);
  }

  /** Computes the sum for whoever is near by either, and tells both of each other. */
  private static void join(
      PairedVectors vectors,
      NeighbourGraph byWords,
      NeighbourGraph byMeaning,
      SharedLists lists,
      StageContext context) {
    int n = vectors.size();
    AtomicLong done = new AtomicLong();
    ConcurrentLinkedQueue<PairedScorer> idle = new ConcurrentLinkedQueue<>();
    context.forEach(
        Division.roundedUp(n, TASK),
        task -> {
          PairedScorer scorer = idle.poll();
          if (scorer == null) {
            scorer = new PairedScorer(vectors);
          }
          int from = task * TASK;
          int to = Math.min(n, from + TASK);
          for (int document = from; document < to; document++) {
            scorer.one(document);
            for (int other : candidates(document, byWords, byMeaning)) {
              float score = scorer.score(other);
              offer(lists, document, other, score);
              offer(lists, other, document, score);
            }
          }
          idle.add(scorer);
          context.progress(done.addAndGet(to - from), n);
        });
  }

  private static void offer(SharedLists lists, int document, int other, float score) {
    if (score > lists.threshold(document)) {
      lists.offer(document, other, score);
    }
  }

  /** Returns the neighbours in either list, each once. */
  private static int[] candidates(int document, NeighbourGraph one, NeighbourGraph other) {
    int first = one.degree(document);
    int[] all = new int[first + other.degree(document)];
    for (int r = 0; r < all.length; r++) {
      all[r] = r < first ? one.neighbour(document, r) : other.neighbour(document, r - first);
    }
    Arrays.sort(all);
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (i == 0 || all[i] != all[i - 1]) {
        all[count++] = all[i];
      }
    }
    return Arrays.copyOf(all, count);
  }

  /** Compares all with all, each pair once. */
  private static NeighbourGraph exact(PairedVectors vectors, int k, StageContext context) {
    int n = vectors.size();
    SharedLists lists = new SharedLists(n, k);
    BlockKernel kernel = BlockKernel.best();
    int width = PairedBlock.COLUMNS;
    int blocks = Division.roundedUp(n, width);
    AtomicLong pairs = new AtomicLong();
    double all = Math.max(1, (double) n * n / 2);
    context.forEach(
        blocks,
        task -> {
          // The last block has the most rows: it starts first.
          int first = (blocks - 1 - task) * width;
          int[] documents = new int[Math.min(width, n - first)];
          Arrays.setAll(documents, i -> first + i);
          PairedBlock block = new PairedBlock(kernel, vectors);
          block.fill(documents);
          block
              .rows()
              .compare(
                  0,
                  first + documents.length,
                  (row, column, score) -> {
                    if (row < column) {
                      offer(lists, row, column, score);
                      offer(lists, column, row, score);
                    }
                  });
          double done =
              pairs.addAndGet((long) documents.length * (first + documents.length / 2)) / all;
          context.progress(Math.min(n, (long) (n * done)), n);
        });
    return lists.toGraph(1);
  }

  /**
   * Returns the exact neighbours of some documents, by place in {@code documents}.
   *
   * @param documents at most {@value PairedBlock#COLUMNS}
   */
  static NeighbourLists some(PairedVectors vectors, int[] documents, int k, StageContext context) {
    int n = vectors.size();
    SharedLists lists = new SharedLists(n, k, documents);
    PairedBlock block = new PairedBlock(BlockKernel.best(), vectors);
    block.fill(documents);
    context.forEach(
        Division.roundedUp(n, ROWS),
        task ->
            block
                .rows()
                .compare(
                    task * ROWS,
                    Math.min(n, (task + 1) * ROWS),
                    (row, column, score) -> {
                      if (row != column) {
                        offer(lists, column, row, score);
                      }
                    }));
    return lists.lists();
  }

  /** Returns the share of true neighbours found, of every second document of the sample. */
  private static double recall(
      NeighbourLists lists, int[] sample, NeighbourLists truth, int which) {
    Recall recall = new Recall();
    for (int i = which; i < sample.length; i += 2) {
      int degree = truth.degree(i);
      float least = Recall.least(truth.cosine(i, degree - 1));
      int near = 0;
      for (int r = 0; r < lists.degree(sample[i]); r++) {
        near += lists.cosine(sample[i], r) >= least ? 1 : 0;
      }
      recall.add(degree, near);
    }
    return recall.share();
  }

  private static NeighbourGraph firstOf(NeighbourGraph graph, int k) {
    NeighbourLists lists = new NeighbourLists(graph.size(), k);
    for (int i = 0; i < graph.size(); i++) {
      for (int r = 0; r < Math.min(lists.k(), graph.degree(i)); r++) {
        lists.offer(i, graph.neighbour(i, r), graph.cosine(i, r));
      }
    }
    return lists.toGraph(graph.recall());
  }

  @Override
  public boolean deterministic() {
    return words.deterministic() && meaning.deterministic();
  }

  @Override
  public String fingerprint() {
    return words.fingerprint().isBlank() || meaning.fingerprint().isBlank()
        ? ""
        : "both:1:" + recall + " of " + words.fingerprint() + " and " + meaning.fingerprint();
  }
}
