package dev.icp.spark.internal.join;

import dev.icp.distributed.Cells;
import dev.icp.distributed.QueryNeighbours;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageContext;
import dev.icp.spi.Vectors;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between dense vectors and words: how vectors travel, where they are in the space
 * that cells divide, and how those that meet are compared.
 *
 * @param <V> the kind of vectors
 */
public interface VectorKind<V extends Vectors> extends Serializable {
  /** Returns the number of floats of a position. */
  int dimension();

  /** Returns a task's means of making payloads. */
  Packer packer();

  /** Makes what is sent to the joins. Belongs to one thread. */
  @FunctionalInterface
  interface Packer {
    /** Returns a document's vector as bytes. */
    byte[] payload(byte[] features);
  }

  /** Returns where a document is, of length 1; null if it is related to none. */
  float @Nullable [] position(byte[] payload);

  /** Returns the vectors of payloads, whose list it takes over. */
  V vectors(List<byte[]> payloads);

  /** Returns what finds the nearest neighbours of some documents. */
  QueryNeighbours<V> queries(V vectors, int[] ordinals, int k);

  /** Returns whether so few documents are best compared all with all. */
  boolean comparesAll(int documents);

  /** Compares all with all. */
  NeighbourGraph joinAll(V vectors, int k, StageContext context);

  /** Compares those that meet in cells; see {@link Cells#join}. */
  NeighbourGraph join(
      V vectors, Cells cells, int[] homes, char[][] visits, int k, StageContext context);
}
