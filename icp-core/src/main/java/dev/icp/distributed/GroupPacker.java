package dev.icp.distributed;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.PackedContext;
import dev.icp.Tail;
import dev.icp.internal.base.Shuffle;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.documents.IdStore;
import dev.icp.internal.documents.TokenStore;
import dev.icp.internal.neighbours.duplicates.NearPairs;
import dev.icp.internal.order.Separation;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.DocumentOrder;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.OrderingProblem;
import dev.icp.spi.StageContext;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Orders and packs documents that are tokens already, as {@link dev.icp.ContextBuilder} does with
 * texts: the same graph, tokens and settings give the same contexts along the path. First all
 * documents are added, then {@link #pack} is called once. Not thread-safe.
 */
public final class GroupPacker implements AutoCloseable {
  private final StageContext context;
  private final TokenStore tokens;
  private final IdStore ids;
  private float nearDuplicate = Float.NaN;

  /**
   * @param context the documents' tokens and ids go to its storage; its seed and threads are the
   *     orderer's
   */
  public GroupPacker(StageContext context) {
    this.context = context;
    tokens = new TokenStore(context.storage());
    ids = new IdStore(context.storage());
  }

  /**
   * Adds the next document; the first one has ordinal 0.
   *
   * @param id different from those of all others here
   * @param documentTokens without separator, none negative
   * @throws IllegalArgumentException naming the id if it was added before, or if a token is
   *     negative
   */
  public void add(String id, int[] documentTokens) {
    int ordinal = tokens.size();
    if (ids.add(id) >= 0) {
      throw new IllegalArgumentException("duplicate id \"" + id + "\"");
    }
    tokens.put(ordinal, List.of(documentTokens), Integer.MAX_VALUE);
  }

  /**
   * Moves near duplicates out of each other's contexts, as {@link dev.icp.NearDuplicates#separate}
   * does where a graph was given: near duplicates are those in its lists.
   *
   * @param threshold see {@link dev.icp.NearDuplicates#threshold}
   */
  public void separate(float threshold) {
    nearDuplicate = threshold;
  }

  /**
   * Orders the documents and returns their contexts, made one at a time as they are asked for.
   *
   * @param graph the neighbours of all added documents among each other
   * @param contextLength tokens in a context, 1 or more
   * @param begin the token before each document; −1 for none
   * @param separator the token after each document; −1 for none
   * @return the contexts along the path, the last of which may be shorter; each with its place as
   *     {@link PackedContext#index}. To be used before this is closed
   * @throws IllegalArgumentException if the orderer repeats documents, leaves some out or needs
   *     vectors
   */
  public Iterator<PackedContext> pack(
      NeighbourGraph graph, ContextOrderer orderer, int contextLength, int begin, int separator) {
    if (orderer.needsVectors()) {
      throw new IllegalArgumentException(
          "order " + orderer + " needs the documents' vectors: a group has only its graph");
    }
    ids.seal();
    int n = tokens.size();
    int separators = separator < 0 ? 0 : 1;
    int begins = begin < 0 ? 0 : 1;
    int[] counts = new int[n];
    Arrays.setAll(counts, document -> tokens.count(document) + begins);
    DocumentOrder order =
        orderer.order(
            new OrderingProblem(graph, counts, contextLength, separators, Boundary.SPLIT, context)
                .withDocuments(document -> document, ids::get));
    if (order.repeats() || order.size() != n) {
      throw new IllegalArgumentException(
          "order "
              + orderer
              + ": "
              + order.size()
              + " places for "
              + n
              + " documents, each of which must have one");
    }
    int[] documents = order.documents();
    if (!Float.isNaN(nearDuplicate)) {
      Near near = new Near(new NearPairs(graph, nearDuplicate, null));
      documents = new Separation(near, counts, separators, contextLength).repair(documents);
    }
    return contexts(documents, contextLength, begin, separator);
  }

  private Iterator<PackedContext> contexts(
      int[] documents, int contextLength, int begin, int separator) {
    int[] placed = new int[documents.length];
    Arrays.setAll(placed, i -> tokens.count(documents[i]));
    ContextLayout layout =
        ContextLayout.split(
            documents, placed, begin < 0 ? 0 : 1, separator < 0 ? 0 : 1, contextLength, Tail.SHORT);
    Begin begins = begin < 0 ? Begin.NONE : Begin.DOCUMENT;
    ContextPacker packer =
        new ContextPacker(layout, tokens, ids, ordinal -> Map.of(), begins, begin, separator, 0);
    return IntStream.range(0, layout.contexts()).mapToObj(c -> packer.pack(c, c)).iterator();
  }

  private record Near(NearPairs pairs) implements Separation.Pairs {
    @Override
    public boolean any(int document) {
      return pairs.any(document);
    }

    @Override
    public boolean near(int a, int b) {
      return pairs.near(a, b);
    }
  }

  /**
   * Returns the order in which contexts leave: by place, which of the contexts along the path. This
   * is the shuffle of a run that has no vectors; one that has them also parts neighbours that are
   * alike.
   *
   * @param contexts how many there are that are full
   */
  public static int[] leavingOrder(int contexts, long seed) {
    return Shuffle.permutation(contexts, seed, ContextLayout.SHUFFLE);
  }

  /** Lets go of memory and temporary files. */
  @Override
  public void close() {
    tokens.close();
    ids.close();
  }
}
