package dev.icp.distributed;

import dev.icp.Boundary;
import dev.icp.Tail;
import dev.icp.internal.contexts.ContextFiller;
import dev.icp.internal.contexts.ContextLayout;
import dev.icp.internal.contexts.LayoutBytes;
import dev.icp.internal.contexts.Stretches;
import dev.icp.settings.CheckedSettings;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.StageContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the documents of a group stand in its contexts, as {@link dev.icp.ContextBuilder} would put
 * them: the same graph, tokens and settings give the same contexts along the path. Made of the
 * number of each document's tokens alone. Immutable.
 */
public final class GroupLayout {
  private final ContextLayout layout;

  private GroupLayout(ContextLayout layout) {
    this.layout = layout;
  }

  /**
   * A part of a document in a context that is not full.
   *
   * @param document its number in the group, or where groups are put together, that of the part
   * @param from where it begins in the document, in tokens
   * @param count its tokens
   * @param context the context, from 0
   * @param at where it begins there, with the token that begins a document
   * @param begin whether that token stands before it
   * @param separator whether the separator follows it
   */
  public record Part(
      int document, int from, int count, int context, int at, boolean begin, boolean separator)
      implements Serializable {}

  /**
   * Puts documents in order and lays them out.
   *
   * @param context its seed and threads are the orderer's
   * @throws IllegalArgumentException if the orderer repeats documents, leaves some out, cuts them
   *     or needs vectors or imports
   */
  public static GroupLayout of(
      CheckedSettings settings, GroupDocuments documents, StageContext context) {
    return new GroupLayout(new LaidOutGroup(settings, documents).layout(context));
  }

  /**
   * Returns whether a group has contexts of its own to the last: some of its documents may not
   * share one, so that nothing that is left over is put together with what others leave.
   */
  public static boolean standsAlone(CheckedSettings settings) {
    return !settings.get(PackingSettings.GROUP_BY).isEmpty()
        || !settings.get(PackingSettings.WEIGHT_BY).isEmpty();
  }

  /**
   * Returns whether contexts are cut by tokens alone, so that what several groups leave over can be
   * laid end to end and cut as well.
   */
  public static boolean cutsAnywhere(CheckedSettings settings) {
    return settings.boundary() == Boundary.SPLIT
        && !settings.startAtDocument()
        && !settings.limitsDocuments();
  }

  /**
   * Lays out what several groups have left over, where that is not {@linkplain #cutsAnywhere cut
   * anywhere}.
   *
   * @param left the {@link #rest} of each group, in their order
   */
  public static GroupLayout ofRests(CheckedSettings settings, List<Part> left) {
    int[] documents = new int[left.size()];
    int[] froms = new int[left.size()];
    int[] counts = new int[left.size()];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = i;
      froms[i] = left.get(i).from();
      counts[i] = left.get(i).count();
    }
    ContextFiller filler =
        LaidOutGroup.filler(settings, new Stretches(documents, froms, counts), null);
    return new GroupLayout(
        settings.startAtDocument() ? filler.fillWithRests(Tail.SHORT) : filler.fill(Tail.SHORT));
  }

  /** Returns bytes of which {@link #ofBytes} makes the same layout. */
  public byte[] toBytes() {
    return LayoutBytes.of(layout);
  }

  /** Returns the layout of which {@link #toBytes} made bytes. */
  public static GroupLayout ofBytes(byte[] bytes) {
    return new GroupLayout(LayoutBytes.read(bytes));
  }

  ContextLayout layout() {
    return layout;
  }

  /** Returns how many contexts are full, be it with gaps into which no document fitted. */
  public int full() {
    return layout.contexts() - (layout.lastIsShort() ? 1 : 0);
  }

  /** Returns whether there is one more context, which is not full. */
  public boolean hasRest() {
    return layout.lastIsShort();
  }

  /** Returns the tokens of that, separators included; 0 if there is none. */
  public int restTokens() {
    return hasRest() ? (int) (layout.end(full()) - layout.begin(full())) : 0;
  }

  /** Returns how many contexts there are, those that are not full included. */
  public int contexts() {
    return layout.contexts();
  }

  /** Returns the tokens of all contexts, separators included but not the gaps. */
  public long tokens() {
    return layout.filled();
  }

  /**
   * Returns what stands in the contexts.
   *
   * @param rest whether the one that is not full counts
   */
  public Content content(boolean rest) {
    ContextLayout whole = rest ? layout : layout.withTail(Tail.DROP);
    long own = 0;
    long beginnings = 0;
    for (int p = 0; p < layout.pieces(); p++) {
      own += layout.count(p);
      beginnings += layout.isBeginning(p) ? 1 : 0;
    }
    long tokens = own - whole.tokensDropped();
    long begins = whole.begins();
    return new Content(
        whole.filled() - tokens - begins,
        begins,
        whole.gaps(),
        whole.contextsBeginningWithin(),
        beginnings,
        tokens,
        whole.groupPadding() + whole.tailPadding(),
        whole.separatorsLeftOut(),
        whole.groups());
  }

  /**
   * What stands in contexts.
   *
   * @param separators tokens after documents
   * @param begins tokens before documents
   * @param gaps padding where no document fitted
   * @param beginningWithin contexts that do not begin with a document's beginning
   * @param documents how many begin, as often as they do
   * @param tokens of documents
   * @param endPadding padding of the last contexts of those that {@linkplain #standsAlone share
   *     none}
   * @param separatorsLeftOut documents without a separator behind them, though others have one
   * @param parts how many have contexts of their own
   */
  public record Content(
      long separators,
      long begins,
      long gaps,
      long beginningWithin,
      long documents,
      long tokens,
      long endPadding,
      long separatorsLeftOut,
      long parts)
      implements Serializable {
    /** Nothing. */
    public static final Content NONE = new Content(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns the sum of both. */
    public Content plus(Content other) {
      return new Content(
          separators + other.separators,
          begins + other.begins,
          gaps + other.gaps,
          beginningWithin + other.beginningWithin,
          documents + other.documents,
          tokens + other.tokens,
          endPadding + other.endPadding,
          separatorsLeftOut + other.separatorsLeftOut,
          parts + other.parts);
    }
  }

  /** Returns what stands in the context that is not full; empty if there is none. */
  public List<Part> rest() {
    return hasRest() ? parts(full()) : List.of();
  }

  /** Returns what stands where, in all contexts, where no document {@linkplain #full goes on}. */
  public List<Part> parts() {
    return parts(0);
  }

  private List<Part> parts(int first) {
    List<Part> parts = new ArrayList<>();
    int room = layout.length();
    for (int p = layout.firstStart(first); p < layout.pieces(); p++) {
      long start = layout.pieceStart(p);
      // Nothing but empty documents at the very end stand at the end of the last context.
      long context = Math.min(start / room, layout.contexts() - 1);
      parts.add(
          new Part(
              layout.document(p),
              layout.from(p),
              layout.count(p),
              (int) context,
              (int) (start - context * room),
              layout.beginTokens(p) > 0,
              layout.hasSeparator(p)));
    }
    return parts;
  }
}
