package dev.icp.internal.neighbours.both;

import dev.icp.spi.StageContext;
import dev.icp.spi.Storage;
import java.util.function.IntConsumer;

/**
 * A stage of which something does a part.
 *
 * @param before share of the stage that is done before, 0 to 1
 * @param share that it makes up
 */
record Part(StageContext context, double before, double share) implements StageContext {
  @Override
  public int threads() {
    return context.threads();
  }

  @Override
  public long seed() {
    return context.seed();
  }

  @Override
  public Storage storage() {
    return context.storage();
  }

  @Override
  public void forEach(int tasks, IntConsumer body) {
    context.forEach(tasks, body);
  }

  @Override
  public void progress(long done, long total) {
    if (total > 0) {
      context.progress((long) (total * (before + share * done / total)), total);
    }
  }
}
