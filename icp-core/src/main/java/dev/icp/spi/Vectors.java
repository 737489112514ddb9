package dev.icp.spi;

/**
 * One vector a document, by ordinal, of length 1 so that dot products are cosines. A sparse vector
 * may be shorter where part of its document is in no other, or empty. Thread-safe for reading.
 * Kinds: {@link DenseVectors}, {@link SparseVectors} and {@link PairedVectors}, which are both.
 */
public interface Vectors extends AutoCloseable {
  /** Returns the number of vectors. */
  int size();

  /**
   * Returns the cosine of two vectors, in [−1, 1]; 0 where one of them is empty.
   *
   * @throws IndexOutOfBoundsException if an ordinal is not in [0, {@link #size()})
   */
  float cosine(int a, int b);

  /**
   * Returns a view of some of the vectors, renumbered 0, 1, … in the order given. Closing it does
   * nothing.
   *
   * @implSpec A type for which there are indexes that take no other type returns its own type.
   * @param ordinals which vectors; not copied
   */
  Vectors subset(int[] ordinals);

  /**
   * Returns whether every vector was checked when this was made: finite, and of length 1. Those
   * that were not are read once more before a packing run uses them. The default is false.
   */
  default boolean checked() {
    return false;
  }

  /** Lets go of memory and files. The default does nothing. */
  @Override
  default void close() {}
}
