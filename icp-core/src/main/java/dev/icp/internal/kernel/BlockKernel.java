package dev.icp.internal.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the dot products of a few rows with a block of columns at once. Stateless and
 * thread-safe; what it works on belongs to one thread.
 */
public abstract class BlockKernel {
  /** How many rows are taken at a time. */
  public static final int ROWS = 4;

  private static final String PROPERTY = "icp.kernel";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_FLAG = "--add-modules " + VECTOR_MODULE;

  /** Fits into a second-level cache beside what else is needed. */
  private static final int CACHED_FLOATS = 1 << 18;

  private static final int MAX_COLUMNS = 1024;

  /** What is to be said where there is no fused multiply-add. */
  public static final String WITHOUT_FMA =
      "this processor or JVM has no fused multiply-add: slower, and the last bits of cosines can"
          + " differ from those of other machines";

  private static volatile @Nullable BlockKernel best;

  BlockKernel() {}

  /** Returns whether the sums have the bits that they have on all machines but such. */
  public boolean isFused() {
    return true;
  }

  /**
   * Returns the kernel that the system property {@value #PROPERTY} names, {@code plain} or {@code
   * vector}, or without it the fastest that this JVM can run; says once in the log which and why.
   * Without fused multiply-add there is only a plain one, with other last bits.
   *
   * @throws IllegalStateException if the property names none, or one that this JVM cannot run
   */
  public static BlockKernel best() {
    BlockKernel known = best;
    if (known == null) {
      synchronized (BlockKernel.class) {
        known = best;
        if (known == null) {
          known = choose(System.getProperty(PROPERTY), hasVectorModule());
          best = known;
        }
      }
    }
    return known;
  }

  static BlockKernel choose(@Nullable String name, boolean hasVectorModule) {
    Logger log = System.getLogger("dev.icp.kernel");
    if (name == null && !Fma.isFast()) {
      log.log(Level.WARNING, "dense vectors: {0}", WITHOUT_FMA);
      return new PlainKernel(false);
    }
    if (name == null && !hasVectorModule) {
      log.log(
          Level.WARNING,
          "dense vectors: plain Java kernel; several times faster with the JVM flag {0}",
          VECTOR_FLAG);
    }
    String wanted = name != null ? name : hasVectorModule ? "vector" : "plain";
    if (!wanted.equals("plain") && !wanted.equals("vector")) {
      throw new IllegalStateException(PROPERTY + "=" + name + ": there are plain and vector");
    }
    if (wanted.equals("vector") && !hasVectorModule) {
      throw new IllegalStateException(PROPERTY + "=vector needs the JVM flag " + VECTOR_FLAG);
    }
    BlockKernel kernel = wanted.equals("vector") ? new VectorKernel() : new PlainKernel();
    log.log(Level.DEBUG, "dense vectors: {0}", kernel);
    return kernel;
  }

  static boolean hasVectorModule() {
    Optional<Module> vector = ModuleLayer.boot().findModule(VECTOR_MODULE);
    if (vector.isPresent()) {
      // Not in the descriptor, where it would have every modular user's compiler warn of an
      // incubator.
      BlockKernel.class.getModule().addReads(vector.get());
    }
    return vector.isPresent();
  }

  /** Returns how many columns make a good block for vectors of a dimension. */
  public int columns(int dimension) {
    int columns = Math.min(MAX_COLUMNS, CACHED_FLOATS / dimension);
    return Math.max(64, columns / 64 * 64);
  }

  /** Returns an empty block of up to {@code capacity} columns. */
  public abstract Columns newColumns(int dimension, int capacity);

  /**
   * Computes the dot products of {@value #ROWS} rows with every column.
   *
   * @param rows row-major; {@value #ROWS} rows from {@code offset} on, all of which must exist
   * @param scores gets the products of row r from {@code r * columns.stride()} on
   */
  public abstract void score(float[] rows, int offset, Columns columns, float[] scores);

  /**
   * Finds the scores that are good enough for the row or for the column.
   *
   * @param scores scores of one row from {@code from} on
   * @param count how many
   * @param rowThreshold a score above it counts
   * @param columnThresholds a score above its column's counts as well
   * @param hits gets the places, ascending, counted from {@code from}
   * @return how many there are
   */
  public abstract int select(
      float[] scores,
      int from,
      int count,
      float rowThreshold,
      float[] columnThresholds,
      int[] hits);

  /** Vectors laid out for the kernel that made them. */
  public abstract static class Columns {
    private final int dimension;
    private final int capacity;
    private int count;

    Columns(int dimension, int capacity) {
      this.dimension = dimension;
      this.capacity = capacity;
    }

    /**
     * Lays out {@code count} row-major vectors from {@code offset} on, in place of what was here.
     */
    public final void fill(float[] rows, int offset, int count) {
      assert count <= capacity;
      this.count = count;
      pack(rows, offset, count);
    }

    abstract void pack(float[] rows, int offset, int count);

    /**
     * Returns how far apart the scores of two rows are: the count, rounded up as the kernel needs.
     */
    public abstract int stride();

    /** Returns the number of floats in a vector. */
    public final int dimension() {
      return dimension;
    }

    /** Returns the most columns that fit. */
    public final int capacity() {
      return capacity;
    }

    /** Returns the number of columns. */
    public final int count() {
      return count;
    }
  }
}
