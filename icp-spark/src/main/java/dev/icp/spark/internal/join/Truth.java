package dev.icp.spark.internal.join;

import dev.icp.distributed.QueryNeighbours;
import dev.icp.spi.Vectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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
   * @param documents (ordinal, features) of all
   */
  static <V extends Vectors> Truth find(
      Dataset<Row> documents, VectorKind<V> kind, int[] ordinals, int k) {
    List<byte[]> queries = new Vectorized(documents, kind).payloads(ordinals);
    return documents
        .toJavaRDD()
        .mapPartitions(rows -> List.of(inPart(rows, kind, queries, ordinals, k)).iterator())
        .treeReduce((a, b) -> a.merge(b, k), TREE_DEPTH);
  }

  private static <V extends Vectors> Truth inPart(
      Iterator<Row> rows, VectorKind<V> kind, List<byte[]> queries, int[] ordinals, int k) {
    QueryNeighbours<V> found = kind.queries(kind.vectors(new ArrayList<>(queries)), ordinals, k);
    VectorKind.Packer packer = kind.packer();
    int[] block = new int[BLOCK];
    while (rows.hasNext()) {
      List<byte[]> payloads = new ArrayList<>(BLOCK);
      int count = 0;
      while (count < BLOCK && rows.hasNext()) {
        Row row = rows.next();
        block[count++] = row.getInt(0);
        payloads.add(packer.payload(row.getAs(1)));
      }
      found.compare(kind.vectors(payloads), Arrays.copyOf(block, count));
    }
    NeighbourList[] lists = new NeighbourList[ordinals.length];
    for (int q = 0; q < lists.length; q++) {
      int[] neighbours = new int[found.degree(q)];
      float[] cosines = new float[neighbours.length];
      for (int r = 0; r < neighbours.length; r++) {
        neighbours[r] = found.neighbour(q, r);
        cosines[r] = found.cosine(q, r);
      }
      lists[q] = new NeighbourList(neighbours, cosines);
    }
    return new Truth(ordinals, lists);
  }

  private Truth merge(Truth other, int k) {
    NeighbourList[] merged = new NeighbourList[lists.length];
    Arrays.setAll(merged, q -> lists[q].merge(other.lists[q], k));
    return new Truth(ordinals, merged);
  }
}
