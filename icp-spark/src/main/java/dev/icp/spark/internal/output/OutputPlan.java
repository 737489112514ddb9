package dev.icp.spark.internal.output;

import dev.icp.Tail;
import dev.icp.distributed.GroupPacker;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Where every group's contexts come to stand. It follows from the number of tokens of each group,
 * which is known before any group is ordered: a group has a full context for each context length of
 * its tokens, and the rest of each is a leftover; leftovers are laid end to end in the order of the
 * groups.
 *
 * @param fullBefore by group: full contexts of the groups before it; one more entry for all
 * @param leftBefore by group: leftover tokens of the groups before it; one more entry for all
 * @param places by place along the path: where a full context leaves; null along the path
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record OutputPlan(
    int contextLength,
    Tail tail,
    long[] fullBefore,
    long[] leftBefore,
    long leftoverContexts,
    @Nullable Broadcast<int[]> places)
    implements Serializable {
  /**
   * Plans.
   *
   * @param tokens by group, separators included
   * @param emptyGroup whether there is a group of no tokens at all
   */
  public static OutputPlan of(int contextLength, Tail tail, long[] tokens, boolean emptyGroup) {
    long[] fullBefore = new long[tokens.length + 1];
    long[] leftBefore = new long[tokens.length + 1];
    for (int g = 0; g < tokens.length; g++) {
      fullBefore[g + 1] = fullBefore[g] + tokens[g] / contextLength;
      leftBefore[g + 1] = leftBefore[g] + tokens[g] % contextLength;
    }
    long left = leftBefore[tokens.length];
    long leftovers = (left + contextLength - 1) / contextLength;
    return new OutputPlan(
        contextLength,
        tail,
        fullBefore,
        leftBefore,
        emptyGroup ? Math.max(1, leftovers) : leftovers,
        null);
  }

  public OutputPlan withPlaces(Broadcast<int[]> shuffled) {
    return new OutputPlan(contextLength, tail, fullBefore, leftBefore, leftoverContexts, shuffled);
  }

  /** Returns, by place along the path, where the contexts that are full leave. */
  public static int[] places(int full, long seed) {
    int[] order = GroupPacker.leavingOrder(full, seed);
    int[] places = new int[full];
    for (int place = 0; place < full; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  private long left() {
    return leftBefore[leftBefore.length - 1];
  }

  /** Returns how many contexts are full of tokens. */
  public long full() {
    return fullBefore[fullBefore.length - 1] + left() / contextLength;
  }

  private boolean lastIsShort() {
    return leftoverContexts > left() / contextLength;
  }

  /** Returns how many contexts leave. */
  public long contexts() {
    return full() + (lastIsShort() && tail != Tail.DROP ? 1 : 0);
  }

  /** Returns how many padding tokens the last context gets. */
  public int padding() {
    return lastIsShort() && tail == Tail.PAD
        ? (int) (leftoverContexts * contextLength - left())
        : 0;
  }

  /** Returns the tokens, separators included, that go with a dropped last context. */
  public long tokensDropped() {
    return lastIsShort() && tail == Tail.DROP ? left() % contextLength : 0;
  }

  /** Returns the place in which a group's full context leaves. */
  public long place(int group, long context) {
    return leave(fullBefore[group] + context);
  }

  /** Returns the place in which a context of leftovers leaves; −1 if it is dropped. */
  public long leftoverPlace(long context) {
    if (context == leftoverContexts - 1 && lastIsShort()) {
      return tail == Tail.DROP ? -1 : full();
    }
    return leave(fullBefore[fullBefore.length - 1] + context);
  }

  private long leave(long alongPath) {
    return places == null ? alongPath : places.value()[(int) alongPath];
  }
}
