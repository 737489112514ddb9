package dev.icp.formats.internal.format.text;

import dev.icp.formats.BadOutputException;
import dev.icp.formats.internal.format.GapTexts;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.formats.internal.format.StoredText;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads what {@link TextWriter} writes; what is wrong with the sum is found at the end. */
final class TextShard implements StoredShard {
  private final String file;
  private final TextRows.Reader rows;
  private final GapTexts gaps;
  private final String expected;
  private long next;
  private long sum;

  /**
   * @param file its name, for messages
   * @param first number of its first context
   * @param expected the sum over its contexts
   */
  TextShard(String file, TextRows.Reader rows, GapTexts gaps, long first, String expected) {
    this.file = file;
    this.rows = rows;
    this.gaps = gaps;
    this.expected = expected;
    next = first;
  }

  @Override
  public @Nullable StoredContext next() throws IOException {
    TextRow row = rows.next();
    if (row == null) {
      String found = HexFormat.of().toHexDigits(sum);
      if (!found.equals(expected)) {
        throw new BadOutputException(
            file,
            "other texts than were packed (texts "
                + found
                + ", "
                + TextIndex.NAME
                + " says "
                + expected
                + ")");
      }
      return null;
    }
    sum += row.hash(next++);
    return new StoredContext(new StoredText(row.text(), row.starts(), row.ends(), gaps));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
