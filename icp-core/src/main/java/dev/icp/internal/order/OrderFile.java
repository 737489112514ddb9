package dev.icp.internal.order;

import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.spi.DocumentOrder;

/**
 * An order, for a later run. Little-endian int32: whether it repeats documents, the number of
 * places, the documents, the number of breaks, the breaks, and the beginnings and the ends of
 * stretches with their number before each (0 where documents are whole).
 */
public final class OrderFile {
  private OrderFile() {}

  /** Writes an order. */
  public static void write(DocumentOrder order, StageOutput output) {
    output.putInt(order.repeats() ? 1 : 0);
    write(order.documents(), output);
    write(order.breaks(), output);
    write(order.froms(), output);
    write(order.tos(), output);
  }

  private static void write(int[] values, StageOutput output) {
    output.putInt(values.length);
    output.putInts(values, 0, values.length);
  }

  /** Returns the order that was written. */
  public static DocumentOrder read(StageInput input) {
    boolean repeats = input.nextInt() == 1;
    int[] documents = input.nextInts(input.nextInt());
    int[] breaks = input.nextInts(input.nextInt());
    int[] froms = input.nextInts(input.nextInt());
    int[] tos = input.nextInts(input.nextInt());
    input.close();
    if (froms.length > 0) {
      return DocumentOrder.ofStretches(documents, froms, tos, breaks);
    }
    return repeats
        ? DocumentOrder.repeating(documents, breaks)
        : DocumentOrder.of(documents, breaks);
  }
}
