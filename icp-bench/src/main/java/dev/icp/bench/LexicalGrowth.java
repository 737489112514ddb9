package dev.icp.bench;

import dev.icp.Document;
import dev.icp.Embedders;
import dev.icp.NeighbourIndexes;
import dev.icp.formats.CorpusReader;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.SparseVectors;
import dev.icp.spi.StageResources;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the neighbours of a document by its words cost as a corpus grows: takes the first documents
 * of a corpus, counts their words, weighs them, and finds all neighbours.
 */
final class LexicalGrowth {
  private static final int K = 20;
  private static final int SAMPLE = 1000;
  private static final int BATCH = 64;
  private static final int BATCHES_AT_ONCE = 32;

  private final NeighbourIndex<SparseVectors> index;
  private final StageResources resources;
  private final PrintStream out;

  LexicalGrowth(double recall, StageResources resources, PrintStream out) {
    index = recall == 1 ? NeighbourIndexes.exactSparse() : NeighbourIndexes.invertedIndex(recall);
    this.resources = resources;
    this.out = out;
  }

  /**
   * Measures: {@code RECALL DOCUMENTS[,DOCUMENTS…] CORPUS.jsonl.gz …}; a recall of 1 compares all
   * with all.
   */
  public static void main(String[] arguments) throws IOException {
    double recall = Double.parseDouble(arguments[0]);
    Path[] corpora = Arrays.stream(arguments).skip(2).map(Path::of).toArray(Path[]::new);
    try (StageResources resources =
        StageResources.open(Runtime.getRuntime().availableProcessors(), 0)) {
      LexicalGrowth growth = new LexicalGrowth(recall, resources, System.out);
      for (String documents : arguments[1].split(",", -1)) {
        try (Stream<Document> read = CorpusReader.of(corpora).documents()) {
          growth.measure(read.limit(Integer.parseInt(documents)).iterator());
        }
      }
    }
  }

  /** Prints a line of what the stages cost. */
  void measure(Iterator<Document> documents) {
    resetPeak();
    Clock counting = Clock.start();
    try (EmbeddingSession<SparseVectors> session = Embedders.lexical().open(resources)) {
      add(documents, session);
      double counted = counting.processorSeconds();
      Clock weighing = Clock.start();
      try (SparseVectors vectors = session.finish()) {
        double weighed = weighing.processorSeconds();
        Clock joining = Clock.start();
        NeighbourGraph graph = index.neighbours(vectors, K, resources);
        double joined = joining.processorSeconds();
        double seconds = joining.seconds();
        long peak = peak();
        int n = vectors.size();
        out.printf(
            Locale.ROOT,
            "%,9d documents, %,9d terms: a document %5.0f + %4.0f + %4.0f µs of processors to count,"
                + " weigh, join; join %6.1f s; recall %.4f (%.4f); peak heap %,d MB%n",
            n,
            vectors.terms(),
            counted / n * 1e6,
            weighed / n * 1e6,
            joined / n * 1e6,
            seconds,
            NeighbourIndexes.sampledRecall(graph, vectors, SAMPLE, resources),
            graph.recall(),
            peak >> 20);
      }
    }
  }

  private void add(Iterator<Document> documents, EmbeddingSession<SparseVectors> session) {
    for (int ordinal = 0; documents.hasNext(); ) {
      List<String> texts = new ArrayList<>();
      while (texts.size() < BATCH * BATCHES_AT_ONCE && documents.hasNext()) {
        texts.add(documents.next().text());
      }
      int first = ordinal;
      resources.forEach(
          Math.ceilDiv(texts.size(), BATCH),
          batch -> {
            int from = batch * BATCH;
            int to = Math.min(texts.size(), from + BATCH);
            session.add(first + from, texts.subList(from, to));
          });
      ordinal += texts.size();
    }
  }

  private static void resetPeak() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Returns the most bytes of heap that were in use, garbage included. */
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
