package dev.icp.internal.contexts;

import dev.icp.Tail;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A layout as bytes. */
public final class LayoutBytes {
  private static final List<Tail> TAILS = List.of(Tail.SHORT, Tail.PAD, Tail.DROP);

  private LayoutBytes() {}

  /**
   * Returns what is laid out as bytes, for {@link #read}. Big-endian: pieces, begins, separators,
   * openingSeparators, length, documentsCut, separatorsLeftOut; of each piece its document, from,
   * length and start; where the last ends; the tail, the number of contexts, what those lack with
   * which groups end, how many these are, and which.
   */
  public static byte[] of(ContextLayout layout) {
    int ends = layout.groupEnds.length;
    ByteBuffer bytes =
        ByteBuffer.allocate(
            36 + layout.documents.length * 20 + 3 * Long.BYTES + (2 + ends) * Integer.BYTES);
    bytes.putInt(layout.documents.length).putInt(layout.begins).putInt(layout.separators);
    bytes.putInt(layout.openingSeparators ? 1 : 0).putInt(layout.length);
    bytes.putLong(layout.documentsCut()).putLong(layout.separatorsLeftOut());
    for (int p = 0; p < layout.documents.length; p++) {
      bytes
          .putInt(layout.documents[p])
          .putInt(layout.froms == null ? 0 : layout.froms[p])
          .putInt(layout.lengths[p]);
      bytes.putLong(layout.starts[p]);
    }
    bytes.putLong(layout.total()).putInt(TAILS.indexOf(layout.tail)).putLong(layout.cuts);
    bytes.putLong(layout.missingAtEnds).putInt(ends);
    for (int end : layout.groupEnds) {
      bytes.putInt(end);
    }
    return bytes.array();
  }

  /** Returns a layout of which {@link #of} made bytes. */
  public static ContextLayout read(byte[] made) {
    ByteBuffer bytes = ByteBuffer.wrap(made);
    int pieces = bytes.getInt();
    int begins = bytes.getInt();
    int separators = bytes.getInt();
    boolean opening = bytes.getInt() == 1;
    int length = bytes.getInt();
    long cut = bytes.getLong();
    long leftOut = bytes.getLong();
    int[] documents = new int[pieces];
    int[] froms = new int[pieces];
    int[] lengths = new int[pieces];
    long[] starts = new long[pieces + 1];
    for (int p = 0; p < pieces; p++) {
      documents[p] = bytes.getInt();
      froms[p] = bytes.getInt();
      lengths[p] = bytes.getInt();
      starts[p] = bytes.getLong();
    }
    starts[pieces] = bytes.getLong();
    Tail tail = TAILS.get(bytes.getInt());
    long cuts = bytes.getLong();
    long missingAtEnds = bytes.getLong();
    int[] groupEnds = new int[bytes.getInt()];
    Arrays.setAll(groupEnds, end -> bytes.getInt());
    return new ContextLayout(
        documents,
        froms,
        lengths,
        starts,
        begins,
        separators,
        opening,
        length,
        tail,
        cut,
        leftOut,
        cuts,
        groupEnds,
        missingAtEnds);
  }
}
