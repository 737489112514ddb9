package dev.icp.spark.internal.join;

import dev.icp.distributed.QueryNeighbours;
import dev.icp.spi.Vectors;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The exact nearest neighbours of a few documents: every partition looks for them among its own.
 *
 * @param ordinals of the documents, ascending
 * @param lists their neighbours
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Truth(int[] ordinals, NeighbourList[] lists) implements Serializable {
  private static final int BLOCK = 4096;
  private static final int TREE_DEPTH = 2;

  /**
   * Finds them.
   *
   * @param documents (ordinal, features, value) of all; those of other values are no neighbours
   */
  static <V extends Vectors> Truth find(
      Dataset<Row> documents, VectorKind<V> kind, int[] ordinals, int k) {
    Vectorized.Some some = new Vectorized(documents, kind).payloads(ordinals);
    List<byte[]> queries = some.payloads();
    int[] values = some.values();
    return documents
        .toJavaRDD()
        .mapPartitions(
            rows -> List.of(new Part<>(kind, queries, values, ordinals, k).find(rows)).iterator())
        .treeReduce((a, b) -> a.merge(b, k), TREE_DEPTH);
  }

  /** What is found among the documents of a part. */
  private static final class Part<V extends Vectors> {
    private final VectorKind<V> kind;
    private final int[] ordinals;
    private final Int2ObjectOpenHashMap<OfValue> ofValues = new Int2ObjectOpenHashMap<>();

    Part(VectorKind<V> kind, List<byte[]> queries, int[] values, int[] ordinals, int k) {
      this.kind = kind;
      this.ordinals = ordinals;
      for (int value : IntStream.of(values).distinct().toArray()) {
        int[] places = IntStream.range(0, values.length).filter(q -> values[q] == value).toArray();
        ofValues.put(value, new OfValue(queries, places, k));
      }
    }

    /** The queries of a value, and documents that are to be compared with them. */
    private final class OfValue {
      private final int[] places;
      private final QueryNeighbours<V> found;
      private final IntArrayList block = new IntArrayList();
      private final List<byte[]> payloads = new ArrayList<>();

      OfValue(List<byte[]> queries, int[] places, int k) {
        this.places = places;
        List<byte[]> own = new ArrayList<>();
        for (int place : places) {
          own.add(queries.get(place));
        }
        int[] numbers = IntStream.of(places).map(place -> ordinals[place]).toArray();
        found = kind.queries(kind.vectors(own), numbers, k);
      }

      void add(int ordinal, byte[] payload) {
        block.add(ordinal);
        payloads.add(payload);
        if (payloads.size() == BLOCK) {
          compare();
        }
      }

      void compare() {
        found.compare(kind.vectors(new ArrayList<>(payloads)), block.toIntArray());
        block.clear();
        payloads.clear();
      }

      NeighbourList list(int query) {
        int[] neighbours = new int[found.degree(query)];
        float[] cosines = new float[neighbours.length];
        for (int r = 0; r < neighbours.length; r++) {
          neighbours[r] = found.neighbour(query, r);
          cosines[r] = found.cosine(query, r);
        }
        return new NeighbourList(neighbours, cosines);
      }
    }

    Truth find(Iterator<Row> rows) {
      VectorKind.Packer packer = kind.packer();
      while (rows.hasNext()) {
        Row row = rows.next();
        OfValue same = ofValues.get(row.getInt(2));
        if (same != null) {
          same.add(row.getInt(0), packer.payload(row.getAs(1)));
        }
      }
      NeighbourList[] lists = new NeighbourList[ordinals.length];
      for (OfValue some : ofValues.values()) {
        some.compare();
        for (int q = 0; q < some.places.length; q++) {
          lists[some.places[q]] = some.list(q);
        }
      }
      return new Truth(ordinals, lists);
    }
  }

  private Truth merge(Truth other, int k) {
    NeighbourList[] merged = new NeighbourList[lists.length];
    Arrays.setAll(merged, q -> lists[q].merge(other.lists[q], k));
    return new Truth(ordinals, merged);
  }
}
