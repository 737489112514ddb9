package dev.icp.spark.internal.output;

import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.base.ScalaLists;
import dev.icp.spark.internal.base.Schemas;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts contexts together from their {@link Schemas#PART}s, which come in the order of context,
 * place there and turn.
 */
public final class FinishContexts implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final int lead;
  private final int contextLength;
  private final int padding;
  private final int begin;

  /**
   * @param room tokens in a context, but for the begin token
   * @param begin the token that begins every context; −1 for none
   */
  public FinishContexts(int room, int padding, int begin) {
    lead = begin < 0 ? 0 : 1;
    contextLength = room + lead;
    this.padding = padding;
    this.begin = begin;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> parts) {
    return new Iterator<>() {
      private @Nullable Row ahead = parts.hasNext() ? parts.next() : null;

      @Override
      public boolean hasNext() {
        return ahead != null;
      }

      @Override
      public Row next() {
        Row first = ahead;
        if (first == null) {
          throw new NoSuchElementException();
        }
        int[] tokens = new int[contextLength];
        Arrays.fill(tokens, 0, lead, begin);
        List<Row> segments = new ArrayList<>();
        int filled = 0;
        Row part = first;
        do {
          int at = part.getInt(2) + lead;
          int[] some = Bytes.tokens(part.getAs(4));
          System.arraycopy(some, 0, tokens, at, some.length);
          filled = at + some.length;
          addSegments(part.getList(5), at, segments);
          part = parts.hasNext() ? parts.next() : null;
        } while (part != null && part.getLong(1) == first.getLong(1));
        ahead = part;
        boolean pad = !first.getBoolean(6);
        int padded = pad ? contextLength - filled : 0;
        if (pad) {
          Arrays.fill(tokens, filled, contextLength, padding);
        } else {
          tokens = Arrays.copyOf(tokens, filled);
        }
        return RowFactory.create(
            first.getLong(1),
            ScalaLists.of(IntArrayList.wrap(tokens)),
            ScalaLists.of(segments),
            padded);
      }
    };
  }

  private static void addSegments(List<Row> some, int at, List<Row> target) {
    for (Row s : some) {
      target.add(
          at == 0
              ? s
              : RowFactory.create(
                  s.get(0), s.get(1), s.get(2), s.get(3), s.getInt(4) + at, s.get(5)));
    }
  }
}
