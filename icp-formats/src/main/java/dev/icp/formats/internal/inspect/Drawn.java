package dev.icp.formats.internal.inspect;

import dev.icp.formats.OutputInspection.SampleContext;
import dev.icp.formats.OutputInspection.SamplePiece;
import dev.icp.formats.internal.inspect.Census.Known;
import dev.icp.internal.base.Shuffle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Contexts of documents drawn at random, as a shuffled corpus would make them. */
final class Drawn {
  private final int contextLength;

  /**
   * @param contextLength in tokens
   */
  Drawn(int contextLength) {
    this.contextLength = contextLength;
  }

  /**
   * Returns a context without texts.
   *
   * @param all documents to draw from
   * @param seed the same one gives the same context
   */
  SampleContext context(List<Known> all, long seed) {
    SplittableRandom random = Shuffle.random(seed, "beside");
    Set<Known> taken = new HashSet<>();
    List<SamplePiece> shown = new ArrayList<>();
    int tokens = 0;
    while (tokens < contextLength && taken.size() < all.size()) {
      Known document = all.get(random.nextInt(all.size()));
      if (!taken.add(document)) {
        continue;
      }
      int to = (int) Math.min(document.tokens(), contextLength - tokens);
      if (shown.size() < Samples.PIECES) {
        shown.add(new SamplePiece(document.id(), 0, to, tokens, "", false, false));
      }
      tokens += to;
    }
    return new SampleContext(-1, taken.size(), tokens, 0, shown);
  }
}
