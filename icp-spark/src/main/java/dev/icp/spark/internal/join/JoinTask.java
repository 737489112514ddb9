package dev.icp.spark.internal.join;

import dev.icp.distributed.Cells;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.input.Corpus;
import dev.icp.spark.internal.steps.TaskResources;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/**
 * Compares the documents that came to a task, all of which are in memory, each with those of its
 * value: from {@link Schemas#SENT} to {@link Schemas#LISTED}.
 */
final class JoinTask<V extends Vectors> implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final VectorKind<V> kind;
  private final JoinPlan plan;
  private final int[] firsts;
  private final int k;
  private final long seed;
  private final LongAccumulator done;

  /**
   * @param firsts see {@link Corpus#firsts}
   * @param done gets the number of documents
   */
  JoinTask(
      VectorKind<V> kind, JoinPlan plan, int[] firsts, int k, long seed, LongAccumulator done) {
    this.done = done;
    this.kind = kind;
    this.plan = plan;
    this.firsts = firsts;
    this.k = k;
    this.seed = seed;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> documents) {
    List<Row> arrived = new ArrayList<>();
    documents.forEachRemaining(arrived::add);
    if (arrived.isEmpty()) {
      return Collections.emptyIterator();
    }
    // By ordinal, whatever the order of arrival: equal cosines resolve to the lower one.
    arrived.sort((a, b) -> Integer.compare(a.getInt(1), b.getInt(1)));
    Int2ObjectLinkedOpenHashMap<List<Row>> byValue = new Int2ObjectLinkedOpenHashMap<>();
    for (int i = 0; i < arrived.size(); i++) {
      Row document = arrived.set(i, null);
      byValue.computeIfAbsent(document.getInt(5), value -> new ArrayList<>()).add(document);
    }
    arrived.clear();
    return new Iterator<>() {
      private Iterator<Row> found = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!found.hasNext() && !byValue.isEmpty()) {
          found = compare(byValue.removeFirst());
        }
        return found.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return found.next();
      }
    };
  }

  /** Compares those of a value, by ordinal; takes the list over. */
  private Iterator<Row> compare(List<Row> arrived) {
    int n = arrived.size();
    int[] ordinals = new int[n];
    int[] homes = new int[n];
    char[][] visits = new char[n][];
    List<byte[]> payloads = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      Row document = arrived.set(i, null);
      ordinals[i] = document.getInt(1);
      homes[i] = document.getInt(2);
      visits[i] = Bytes.chars(document.getAs(3));
      payloads.add(document.getAs(4));
    }
    V vectors = kind.vectors(payloads);
    NeighbourGraph graph;
    try (TaskResources resources = new TaskResources(seed, done, n)) {
      Cells cells = plan.cells();
      graph =
          cells == null || plan.firstTasks() == null
              ? kind.joinAll(vectors, k, resources)
              : kind.join(vectors, cells, homes, visits, k, resources);
    }
    return IntStream.range(0, n)
        .mapToObj(
            i ->
                RowFactory.create(
                    Corpus.partition(firsts, ordinals[i]),
                    ordinals[i],
                    homes[i],
                    list(graph, i, ordinals).toBytes()))
        .iterator();
  }

  private static NeighbourList list(NeighbourGraph graph, int document, int[] ordinals) {
    int degree = graph.degree(document);
    int[] neighbours = new int[degree];
    float[] cosines = new float[degree];
    Arrays.setAll(neighbours, r -> ordinals[graph.neighbour(document, r)]);
    for (int r = 0; r < degree; r++) {
      cosines[r] = graph.cosine(document, r);
    }
    return new NeighbourList(neighbours, cosines);
  }
}
