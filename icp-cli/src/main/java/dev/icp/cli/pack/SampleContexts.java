package dev.icp.cli.pack;

import dev.icp.PackedContext;
import dev.icp.Segment;
import java.util.ArrayList;
import java.util.List;

/** Keeps the segments of three contexts, from the middle of each third. */
final class SampleContexts {
  private static final int SAMPLES = 3;

  /**
   * @param index the context's index
   * @param segments its segments
   */
  record Sample(long index, List<Segment> segments) {}

  private final long contexts;
  private final List<Sample> samples = new ArrayList<>();

  SampleContexts(long contexts) {
    this.contexts = contexts;
  }

  /** Looks at the next context. */
  void offer(PackedContext context) {
    int wanted = samples.size();
    if (wanted < SAMPLES && context.index() >= contexts * (2 * wanted + 1) / (2 * SAMPLES)) {
      samples.add(new Sample(context.index(), context.segments()));
    }
  }

  List<Sample> samples() {
    return samples;
  }
}
