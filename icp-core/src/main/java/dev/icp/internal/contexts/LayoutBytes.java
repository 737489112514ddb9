package dev.icp.internal.contexts;

import dev.icp.Tail;
import java.nio.ByteBuffer;

/** A layout as bytes. */
public final class LayoutBytes {
  private LayoutBytes() {}

  /**
   * Returns what is laid out as bytes, for {@link #read}; the last context stays short there.
   * Big-endian: pieces, begins, separators, openingSeparators, length, documentsCut,
   * separatorsLeftOut; of each piece its document, from, length and start; and where the last ends.
   */
  public static byte[] of(ContextLayout layout) {
    ByteBuffer bytes = ByteBuffer.allocate(36 + layout.documents.length * 20 + Long.BYTES);
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
    return bytes.putLong(layout.total()).array();
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
    return new ContextLayout(
        documents,
        froms,
        lengths,
        starts,
        begins,
        separators,
        opening,
        length,
        Tail.SHORT,
        cut,
        leftOut);
  }
}
