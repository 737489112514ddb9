package dev.icp.internal.vectors;

import dev.icp.spi.DenseVectors;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.StageContext;
import dev.icp.spi.TextBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Embeds a corpus in blocks of {@value #BLOCK} documents that follow each other, however they come
 * in, so that what is embedded together, and with it every bit of the result, depends on the corpus
 * alone. A text of more than {@value #LONG} characters is embedded by itself as soon as it is
 * there, so that a block never waits for more than some megabytes. A copy of an earlier text is not
 * embedded: its row is that of its original.
 *
 * <p>Where results are kept ({@link dev.icp.spi.Storage#kept}), each block is written when it is
 * complete, and one that an earlier run wrote of the same texts is taken from there.
 *
 * @param <P> see {@link TextBatches}
 */
public final class BlockSession<P> implements EmbeddingSession<DenseVectors> {
  static final int BLOCK = TextBatches.BLOCK;
  private static final int LONG = 1 << 16;

  private final StageContext context;
  private final TextBatches<P> batches;
  private final int dimension;
  private final @Nullable KeptVectors kept;
  private final DenseVectorStore store;
  private final Map<Integer, Block> blocks = new ConcurrentHashMap<>();
  // Any thread that comes by with texts takes them up, so that none waits for another's block.
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicLong made = new AtomicLong();
  private boolean finished;

  /**
   * Starts on a corpus.
   *
   * @param fingerprint tells these vectors from all others; null if that cannot be told: nothing is
   *     kept then
   * @throws java.io.UncheckedIOException if what is kept cannot be opened
   */
  public BlockSession(StageContext context, TextBatches<P> batches, @Nullable String fingerprint) {
    this.context = context;
    this.batches = batches;
    dimension = batches.dimension();
    Path folder = context.storage().kept().orElse(null);
    kept =
        fingerprint == null || folder == null
            ? null
            : KeptVectors.open(folder, fingerprint, dimension);
    store = new DenseVectorStore(context.storage(), dimension, kept);
  }

  @Override
  public void add(int firstOrdinal, List<String> texts) {
    add(firstOrdinal, texts, IntStream.range(firstOrdinal, firstOrdinal + texts.size()).toArray());
  }

  @Override
  public void add(int firstOrdinal, List<String> texts, int[] originals) {
    for (int i = 0; i < texts.size(); i++) {
      int ordinal = firstOrdinal + i;
      Block block = blocks.computeIfAbsent(ordinal / BLOCK, Block::new);
      if (originals[i] == ordinal) {
        block.add(ordinal % BLOCK, texts.get(i));
      } else {
        block.addCopy(ordinal % BLOCK, originals[i]);
      }
    }
    work(() -> {});
  }

  private void work(Runnable afterEach) {
    for (Runnable task; (task = tasks.poll()) != null; ) {
      task.run();
      afterEach.run();
    }
  }

  @Override
  public DenseVectors finish() {
    List<Block> open = new ArrayList<>(blocks.values());
    open.sort(Comparator.comparingInt(block -> block.number));
    long before = made.get();
    long left = open.stream().mapToLong(block -> block.waiting.size()).sum();
    open.forEach(Block::end);
    Runnable progress = () -> context.progress(Math.min(made.get() - before, left), left);
    context.forEach(context.threads(), thread -> work(progress));
    finished = true;
    return store;
  }

  @Override
  public void close() {
    if (!finished) {
      store.close();
    }
  }

  /** A text that waits for its block; one that an earlier run knew is not prepared yet. */
  private record Waiting<P>(int index, String text, @Nullable P prepared) {}

  /** Documents of which some are still to come, or to be embedded. */
  private final class Block {
    private final int number;
    private final KeptVectors.@Nullable Block before;
    private final byte[][] hashes = new byte[BLOCK][];
    private final float[] rows = new float[BLOCK * dimension];
    private final List<Waiting<P>> waiting = new ArrayList<>();
    private int @Nullable [] originals;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger unchanged = new AtomicInteger();
    // One is for the texts that are still to come.
    private final AtomicInteger pending = new AtomicInteger(1);

    Block(int number) {
      this.number = number;
      before = kept == null ? null : kept.read(number);
    }

    void add(int index, String text) {
      boolean known = kept != null && isKnown(index, KeptVectors.hash(text));
      if (text.length() <= LONG) {
        Waiting<P> one = new Waiting<>(index, text, known ? null : batches.prepare(text));
        synchronized (waiting) {
          waiting.add(one);
        }
      } else if (known) {
        take(index);
      } else {
        submit(List.of(new Waiting<>(index, text, batches.prepare(text))));
      }
      countOne();
    }

    void addCopy(int index, int original) {
      if (kept != null) {
        isKnown(index, KeptVectors.COPY);
      }
      synchronized (waiting) {
        if (originals == null) {
          originals = IntStream.range(number * BLOCK, (number + 1) * BLOCK).toArray();
        }
        originals[index] = original;
      }
      batches.done(TextBatches.Origin.EXACT_COPY);
      countOne();
    }

    private void countOne() {
      if (count.incrementAndGet() == BLOCK) {
        end();
      }
    }

    private boolean isKnown(int index, byte[] hash) {
      hashes[index] = hash;
      boolean known = before != null && before.has(index, hash);
      if (known) {
        unchanged.incrementAndGet();
      }
      return known;
    }

    /** Takes the row that an earlier run made. */
    private void take(int index) {
      float[] from = Objects.requireNonNull(before).rows();
      System.arraycopy(from, index * dimension, rows, index * dimension, dimension);
      batches.done(TextBatches.Origin.EARLIER_RUN);
    }

    /** No more texts will come. */
    void end() {
      if (isUnchanged()) {
        waiting.forEach(one -> take(one.index()));
      } else if (!waiting.isEmpty()) {
        waiting.sort(Comparator.comparingInt(Waiting::index));
        submit(waiting);
      }
      waiting.clear();
      release();
    }

    /** One other text can change the last bits of all vectors of its block. */
    private boolean isUnchanged() {
      return before != null && before.count() == count.get() && unchanged.get() == count.get();
    }

    private void submit(List<Waiting<P>> texts) {
      int[] indexes = texts.stream().mapToInt(Waiting::index).toArray();
      List<P> prepared = new ArrayList<>(indexes.length);
      for (Waiting<P> one : texts) {
        P ready = one.prepared();
        prepared.add(ready == null ? batches.prepare(one.text()) : ready);
      }
      List<Runnable> work = batches.tasks(prepared, new PlacedRows(this, indexes));
      pending.addAndGet(work.size());
      for (Runnable task : work) {
        tasks.add(
            () -> {
              task.run();
              release();
            });
      }
    }

    private void put(int index, float[] vector) {
      float[] unit = Normalizer.normalized(vector, dimension, number * BLOCK + index);
      System.arraycopy(unit, 0, rows, index * dimension, dimension);
      made.incrementAndGet();
      batches.done(TextBatches.Origin.MADE);
    }

    private void release() {
      if (pending.decrementAndGet() == 0) {
        if (kept != null && !isUnchanged()) {
          kept.write(number, hashes, rows, count.get());
        }
        store.put(number, rows, count.get(), originals);
        blocks.remove(number);
      }
    }
  }

  /** Where the rows of some texts of a block go. */
  private final class PlacedRows implements TextBatches.Rows {
    private final Block block;
    private final int[] indexes;

    PlacedRows(Block block, int[] indexes) {
      this.block = block;
      this.indexes = indexes;
    }

    @Override
    public int ordinal(int index) {
      return block.number * BLOCK + indexes[index];
    }

    @Override
    public void put(int index, float[] vector) {
      block.put(indexes[index], vector);
    }
  }
}
