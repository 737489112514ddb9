package dev.icp.internal.neighbours.graph;

import dev.icp.internal.base.Channels;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.Storage;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A neighbour graph in a temporary file, for a heap that has better use for its room. A row takes
 * the same room whatever is in it, so that no table says where it is: the length of the list
 * (int32), k neighbours (int32) and k cosines (float32). What was read lately is kept, {@value
 * #ROWS} rows at a time, which is most of what an order asks for next. The file vanishes with this.
 */
public final class StoredGraph implements NeighbourGraph {
  /** A graph that would fill more than this part of the heap is better in a file. */
  private static final int PART_OF_HEAP = 5;

  private static final int ROWS = 16;
  private static final int KEPT = 1 << 10;
  private static final String NAME = "neighbours";

  private final FileChannel file;
  private final int size;
  private final int k;
  private final double recall;
  private final AtomicReferenceArray<Block> kept = new AtomicReferenceArray<>(KEPT);

  private StoredGraph(FileChannel file, int size, int k, double recall) {
    this.file = file;
    this.size = size;
    this.k = k;
    this.recall = recall;
  }

  /**
   * Returns a graph from a file if it is on the heap and fills so much of it that an order of it
   * might not fit beside it.
   */
  public static NeighbourGraph ifLarge(NeighbourGraph graph, Storage storage) {
    return ifLarge(graph, storage, Runtime.getRuntime().maxMemory());
  }

  /**
   * @param heap bytes that there are
   */
  static NeighbourGraph ifLarge(NeighbourGraph graph, Storage storage, long heap) {
    if (graph instanceof PairedGraph paired) {
      return new PairedGraph(
          ifLarge(paired.both(), storage, heap), ifLarge(paired.words(), storage, heap));
    }
    if (!(graph instanceof ArrayNeighbourGraph lists) || !isLarge(graph.size(), graph.k(), heap)) {
      return graph;
    }
    Writer writer = new Writer(graph.size(), graph.k(), storage);
    lists.writeTo(writer);
    return writer.graph(graph.recall());
  }

  /** Returns whether a graph fills so much of the heap that it is better in a file. */
  public static boolean isLarge(int size, int k) {
    return isLarge(size, k, Runtime.getRuntime().maxMemory());
  }

  static boolean isLarge(int size, int k, long heap) {
    return bytes(size, k) > heap / PART_OF_HEAP;
  }

  /** Returns the bytes that so many rows take. */
  static long bytes(int rows, int k) {
    return rows * (Integer.BYTES + (long) k * (Integer.BYTES + Float.BYTES));
  }

  /** Writes lists, those of the lowest documents first. */
  public static final class Writer {
    private final FileChannel file;
    private final int size;
    private final int k;
    private final ByteBuffer rows;
    private int written;

    /**
     * @param size how many documents there are
     * @param k how many neighbours a list has at most
     */
    public Writer(int size, int k, Storage storage) {
      this.size = size;
      this.k = k;
      file = storage.temporaryFile(NAME);
      rows = Block.buffer(k);
    }

    /** Writes the next document's list, which is that of {@code document} among others. */
    public void write(NeighbourLists lists, int document) {
      int degree = lists.degree(document);
      rows.putInt(degree);
      for (int r = 0; r < k; r++) {
        rows.putInt(r < degree ? lists.neighbour(document, r) : 0);
      }
      for (int r = 0; r < k; r++) {
        rows.putFloat(r < degree ? lists.cosine(document, r) : 0);
      }
      written++;
      if (!rows.hasRemaining()) {
        flush();
      }
    }

    private void flush() {
      long end = bytes(written, k);
      Channels.write(file, end - rows.position(), rows.flip(), NAME);
      rows.clear();
    }

    /**
     * Returns the graph, when all lists are written.
     *
     * @param recall see {@link NeighbourGraph#recall}
     */
    public NeighbourGraph graph(double recall) {
      if (written != size) {
        throw new IllegalStateException(written + " lists of " + size);
      }
      flush();
      return new StoredGraph(file, size, k, recall);
    }
  }

  /** Some rows, as they are in the file. Not changed once it is made. */
  private static final class Block {
    private final int number;
    private final int k;
    private final ByteBuffer rows;

    Block(int number, int k, ByteBuffer rows) {
      this.number = number;
      this.k = k;
      this.rows = rows;
    }

    static ByteBuffer buffer(int k) {
      return ByteBuffer.allocate(Math.toIntExact(bytes(ROWS, k)));
    }

    int at(int ordinal, int number) {
      return (int) bytes(ordinal % ROWS, k) + number * Integer.BYTES;
    }
  }

  private Block block(int ordinal) {
    Objects.checkIndex(ordinal, size);
    int number = ordinal / ROWS;
    int place = number % KEPT;
    Block block = kept.get(place);
    if (block == null || block.number != number) {
      int first = number * ROWS;
      ByteBuffer rows = Block.buffer(k);
      rows.limit((int) bytes(Math.min(ROWS, size - first), k));
      Channels.read(file, bytes(first, k), rows, NAME);
      block = new Block(number, k, rows);
      kept.set(place, block);
    }
    return block;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int k() {
    return k;
  }

  @Override
  public double recall() {
    return recall;
  }

  @Override
  public int degree(int ordinal) {
    Block block = block(ordinal);
    return block.rows.getInt(block.at(ordinal, 0));
  }

  @Override
  public int neighbour(int ordinal, int rank) {
    Block block = block(ordinal);
    return block.rows.getInt(block.at(ordinal, 1 + rank));
  }

  @Override
  public float cosine(int ordinal, int rank) {
    Block block = block(ordinal);
    return block.rows.getFloat(block.at(ordinal, 1 + k + rank));
  }
}
