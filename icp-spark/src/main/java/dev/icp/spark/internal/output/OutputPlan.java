package dev.icp.spark.internal.output;

import dev.icp.Tail;
import dev.icp.distributed.GroupLayout;
import dev.icp.distributed.GroupLayout.Content;
import dev.icp.distributed.GroupPacker;
import dev.icp.settings.CheckedSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Where every group's contexts come to stand: the full ones of one group after those of another, by
 * how many they are, which is known when groups are ordered; then what the groups have left over.
 * Where contexts are cut anywhere, leftovers are laid end to end in the order of the groups.
 *
 * @param fullBefore by group: full contexts of the groups before it; one more entry for all
 * @param leftBefore by group: leftover tokens of the groups before it, if they are laid end to end
 * @param restTokens tokens of the last context of leftovers, if it is not full; −1 if it is
 * @param leftovers where they stand, if they are not laid end to end; none where groups {@linkplain
 *     GroupLayout#standsAlone have contexts of their own}, of which the last one counts as one
 * @param content of all contexts, those of leftovers that are laid end to end included
 * @param places by place along the path: where a full context leaves; null along the path
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record OutputPlan(
    int contextLength,
    Tail tail,
    long[] fullBefore,
    long[] leftBefore,
    long leftoverContexts,
    int restTokens,
    @Nullable Leftovers leftovers,
    Content content,
    @Nullable Broadcast<int[]> places)
    implements Serializable {
  /**
   * Plans contexts that are cut anywhere.
   *
   * @param tokens by group, separators included
   * @param emptyGroup whether there is a group of no tokens at all
   */
  static OutputPlan of(
      int contextLength, Tail tail, long[] tokens, boolean emptyGroup, Content content) {
    long[] fullBefore = new long[tokens.length + 1];
    long[] leftBefore = new long[tokens.length + 1];
    for (int g = 0; g < tokens.length; g++) {
      fullBefore[g + 1] = fullBefore[g] + tokens[g] / contextLength;
      leftBefore[g + 1] = leftBefore[g] + tokens[g] % contextLength;
    }
    long left = leftBefore[tokens.length];
    boolean onlyEmpty = emptyGroup && left == 0;
    boolean isShort = onlyEmpty || left % contextLength > 0;
    return new OutputPlan(
        contextLength,
        tail,
        fullBefore,
        leftBefore,
        onlyEmpty ? 1 : (left + contextLength - 1) / contextLength,
        isShort ? (int) (left % contextLength) : -1,
        null,
        content,
        null);
  }

  /**
   * Plans.
   *
   * @param groups in their order; those of no documents are missing
   * @param count how many groups there are
   */
  public static OutputPlan of(CheckedSettings settings, List<GroupSummary> groups, int count) {
    Content content = Content.NONE;
    long[] tokens = new long[count];
    long[] fullBefore = new long[count + 1];
    boolean emptyGroup = false;
    for (GroupSummary group : groups) {
      content = content.plus(group.content());
      tokens[group.group()] = group.tokens();
      fullBefore[group.group() + 1] = group.full();
      emptyGroup |= group.tokens() == 0;
    }
    if (GroupLayout.standsAlone(settings)) {
      return alone(settings, groups, fullBefore, content);
    }
    if (GroupLayout.cutsAnywhere(settings)) {
      return of(settings.room(), settings.tail(), tokens, emptyGroup, content);
    }
    Arrays.parallelPrefix(fullBefore, Long::sum);
    Leftovers leftovers = Leftovers.of(settings, groups);
    return new OutputPlan(
        settings.room(),
        settings.tail(),
        fullBefore,
        new long[0],
        leftovers.contexts(),
        leftovers.restTokens(),
        leftovers,
        content.plus(leftovers.content()),
        null);
  }

  /** Plans contexts of groups that leave nothing over; of all the last one leaves last if short. */
  private static OutputPlan alone(
      CheckedSettings settings, List<GroupSummary> groups, long[] contexts, Content content) {
    Arrays.parallelPrefix(contexts, Long::sum);
    int restTokens = groups.isEmpty() ? -1 : groups.get(groups.size() - 1).restTokens();
    if (restTokens >= 0) {
      int last = groups.get(groups.size() - 1).group();
      for (int g = last + 1; g < contexts.length; g++) {
        contexts[g]--;
      }
    }
    return new OutputPlan(
        settings.room(),
        settings.tail(),
        contexts,
        new long[0],
        restTokens < 0 ? 0 : 1,
        restTokens,
        Leftovers.NONE,
        content,
        null);
  }

  /** Returns how many contexts of a group are placed among those that are full. */
  int fullIn(int group) {
    return (int) (fullBefore[group + 1] - fullBefore[group]);
  }

  public OutputPlan withPlaces(Broadcast<int[]> shuffled) {
    return new OutputPlan(
        contextLength,
        tail,
        fullBefore,
        leftBefore,
        leftoverContexts,
        restTokens,
        leftovers,
        content,
        shuffled);
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

  /** Returns how many contexts are full. */
  public long full() {
    return fullBefore[fullBefore.length - 1] + leftoverContexts - (lastIsShort() ? 1 : 0);
  }

  private boolean lastIsShort() {
    return restTokens >= 0;
  }

  /** Returns how many contexts leave. */
  public long contexts() {
    return full() + (lastIsShort() && tail != Tail.DROP ? 1 : 0);
  }

  /** Returns how many padding tokens the last context gets if it is not full. */
  public int padding() {
    return lastIsShort() && tail == Tail.PAD ? contextLength - restTokens : 0;
  }

  /** Returns the tokens, separators included, that go with a dropped last context. */
  public long tokensDropped() {
    return lastIsShort() && tail == Tail.DROP ? restTokens : 0;
  }

  /** Returns the context that stays short, by its place; −1 if there is none. */
  public long shortPlace() {
    return lastIsShort() && tail == Tail.SHORT ? full() : -1;
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
