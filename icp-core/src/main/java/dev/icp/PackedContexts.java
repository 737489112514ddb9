package dev.icp;

import dev.icp.PackingReport.StageReport;
import dev.icp.internal.base.HeapSampler;
import dev.icp.internal.contexts.ContextPacker;
import dev.icp.internal.report.ReportValues;
import dev.icp.internal.report.ReportValues.RunValues;
import dev.icp.spi.ContextWriter;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of a corpus, made one at a time as they are asked for; in memory that does not grow
 * with the corpus. Can be iterated over again and again until it is closed. Several iterations at
 * once are fine; one iterator belongs to one thread.
 */
public final class PackedContexts implements Iterable<PackedContext>, AutoCloseable {
  private static final int SAMPLED = 64;

  private final ContextPacker packer;
  private final int[] leavingOrder;
  private final ReportValues report;
  private final DroppedDocuments dropped;
  private final ProgressListener listener;
  private final Closing onClose;
  private final Object listening = new Object();
  private final AtomicInteger unfinishedWrites = new AtomicInteger();
  private volatile boolean closed;
  private volatile boolean keepsWork;
  private volatile @Nullable StageReport packing;

  /** What is let go of in the end. */
  interface Closing {
    /**
     * Lets go of it.
     *
     * @param done whether nothing will be asked for again, so that no later run has to go on
     */
    void close(boolean done);
  }

  PackedContexts(
      ContextPacker packer,
      int[] leavingOrder,
      ReportValues report,
      DroppedDocuments dropped,
      ProgressListener listener,
      Closing onClose) {
    this.packer = packer;
    this.leavingOrder = leavingOrder;
    this.report = report;
    this.dropped = dropped;
    this.listener = listener;
    this.onClose = onClose;
    if (leavingOrder.length == 0) {
      packing = new StageReport(Stage.PACK, 0, HeapSampler.used());
    }
  }

  /**
   * Returns the near duplicates that were dropped, in the order of the corpus; none unless {@link
   * NearDuplicates#drop} was asked for. To be read before this is closed.
   *
   * @throws IllegalStateException if this is closed
   */
  public Stream<DroppedDocument> dropped() {
    requireOpen();
    return dropped.stream();
  }

  /** Returns the number of contexts. */
  public int size() {
    return leavingOrder.length;
  }

  /**
   * Returns an iterator over the contexts, in the order in which they leave.
   *
   * @throws IllegalStateException if this is closed
   */
  @Override
  public Iterator<PackedContext> iterator() {
    requireOpen();
    return new ContextIterator();
  }

  /**
   * Returns the contexts as a sequential stream.
   *
   * @throws IllegalStateException if this is closed
   */
  public Stream<PackedContext> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Spliterator<PackedContext> spliterator() {
    return Spliterators.spliterator(
        iterator(),
        leavingOrder.length,
        Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
  }

  /**
   * Makes one context; the others are not made for it.
   *
   * @param index its place in the order in which they leave, from 0
   * @throws IndexOutOfBoundsException if there is no such context
   * @throws IllegalStateException if this is closed
   */
  public PackedContext get(int index) {
    Objects.checkIndex(index, leavingOrder.length);
    requireOpen();
    return pack(index);
  }

  /**
   * Returns the contexts but for the first ones, in the order in which they leave: where a training
   * run goes on. Those that are skipped are not made.
   *
   * @param count 0 to {@link #size}
   * @return a view that makes each context when it is asked for, every time; iterating over it is
   *     no end of work
   * @throws IllegalArgumentException if there are not so many
   */
  public List<PackedContext> skip(int count) {
    if (count < 0 || count > size()) {
      throw new IllegalArgumentException("count: " + count + ", expected 0 to " + size());
    }
    return new Selected(count, 1, size() - count);
  }

  /**
   * Returns one of several shares of the contexts: {@code shard}, {@code shard + shards}, … in the
   * order in which they leave, so that trainers that take a context each in turn see them in that
   * order. Those of the others are not made. Sizes differ by one at most.
   *
   * @param shard 0 to {@code shards} − 1
   * @param shards 1 or more
   * @return a view as of {@link #skip}
   * @throws IllegalArgumentException if a number is out of range
   */
  public List<PackedContext> shard(int shard, int shards) {
    if (shards < 1 || shard < 0 || shard >= shards) {
      throw new IllegalArgumentException(
          "shard: " + shard + " of " + shards + ", expected 0 or more, of more than that");
    }
    return new Selected(shard, shards, size() > shard ? (size() - shard - 1) / shards + 1 : 0);
  }

  /**
   * Writes all contexts and commits the output. The writer is not closed.
   *
   * @throws IOException if writing fails; nothing has been committed then
   * @throws IllegalArgumentException if the writer cannot write contexts like these
   * @throws IllegalStateException if this is closed
   */
  public void writeTo(ContextWriter writer) throws IOException {
    requireOpen();
    unfinishedWrites.incrementAndGet();
    writer.begin(report());
    for (PackedContext context : this) {
      writer.write(context);
    }
    writer.commit();
    unfinishedWrites.decrementAndGet();
  }

  /**
   * Leaves in the {@linkplain ContextBuilder#workDirectory work directory} what the next run of the
   * same can go on with, although an iteration has come to its end or will: what was made of the
   * contexts is not safe yet.
   */
  public void keepWork() {
    keepsWork = true;
  }

  /**
   * Returns what went in and out. There at once; the time of {@link Stage#PACK} is added when an
   * iteration has come to its end.
   */
  public PackingReport report() {
    StageReport last = packing;
    if (last == null) {
      return report;
    }
    RunValues run = report.run();
    List<StageReport> stages = new ArrayList<>(run.stages());
    stages.add(last);
    return report.withRun(
        new RunValues(run.threads(), run.tokenizerRemarks(), run.resumed(), stages));
  }

  /**
   * Lets go of memory and temporary files, and deletes what the stages left in the work directory
   * if an iteration has come to its end (unless {@link #keepWork()} or {@link
   * ContextBuilder#keepWork} was called, or a writer failed). Closing twice does nothing.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      onClose.close(packing != null && !keepsWork && unfinishedWrites.get() == 0);
    }
  }

  private PackedContext pack(int index) {
    try {
      return packer.pack(leavingOrder[index], index);
    } catch (IllegalStateException e) {
      // Another thread may have closed the files that this one was reading.
      requireOpen();
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the contexts are closed");
    }
  }

  private final class ContextIterator implements Iterator<PackedContext> {
    private int next;
    private long nanos;
    private long peak;

    @Override
    public boolean hasNext() {
      return next < leavingOrder.length;
    }

    @Override
    public PackedContext next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      requireOpen();
      long start = System.nanoTime();
      PackedContext context = pack(next);
      next++;
      nanos += System.nanoTime() - start;
      if (next % SAMPLED == 0 || !hasNext()) {
        peak = Math.max(peak, HeapSampler.used());
        synchronized (listening) {
          listener.progress(Stage.PACK, next, leavingOrder.length);
        }
      }
      if (!hasNext()) {
        packing = new StageReport(Stage.PACK, nanos / 1e9, peak);
      }
      return context;
    }
  }

  /** Some of the contexts, from one on, at equal distances. */
  private final class Selected extends AbstractList<PackedContext> implements RandomAccess {
    private final int first;
    private final int step;
    private final int count;

    Selected(int first, int step, int count) {
      this.first = first;
      this.step = step;
      this.count = count;
    }

    @Override
    public PackedContext get(int index) {
      Objects.checkIndex(index, count);
      return PackedContexts.this.get(first + index * step);
    }

    @Override
    public int size() {
      return count;
    }
  }
}
