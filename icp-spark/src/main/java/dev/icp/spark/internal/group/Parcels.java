package dev.icp.spark.internal.group;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/**
 * Triples of numbers on their way to the partitions of a corpus, many in one array: (partition,
 * triples in turn). They are made as they are asked for.
 */
public final class Parcels implements Iterator<Tuple2<Integer, int[]>> {
  /** Numbers in a parcel. */
  private static final int FULL = 3 << 10;

  private final Source source;
  private final IntArrayList[] open;
  private final Queue<Tuple2<Integer, int[]>> ready = new ArrayDeque<>();
  private boolean more = true;

  /** Where triples come from. */
  @FunctionalInterface
  public interface Source {
    /** Adds some; returns false if there are no more. */
    boolean addSome(Parcels parcels);
  }

  /**
   * @param partitions how many there are to send to
   */
  public Parcels(int partitions, Source source) {
    this.source = source;
    open = new IntArrayList[partitions];
  }

  /** Adds a triple. */
  public void add(int partition, int a, int b, int c) {
    IntArrayList parcel = open[partition];
    if (parcel == null) {
      parcel = new IntArrayList();
      open[partition] = parcel;
    }
    parcel.add(a);
    parcel.add(b);
    parcel.add(c);
    if (parcel.size() == FULL) {
      send(partition);
    }
  }

  private void send(int partition) {
    ready.add(new Tuple2<>(partition, open[partition].toIntArray()));
    open[partition].clear();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && more) {
      more = source.addSome(this);
      if (!more) {
        sendAll();
      }
    }
    return !ready.isEmpty();
  }

  private void sendAll() {
    for (int p = 0; p < open.length; p++) {
      if (open[p] != null && !open[p].isEmpty()) {
        send(p);
      }
    }
  }

  @Override
  public Tuple2<Integer, int[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
