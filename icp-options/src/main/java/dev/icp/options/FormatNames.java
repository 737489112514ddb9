package dev.icp.options;

import dev.icp.formats.OutputFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the {@link FormatOptions} a command has in words of its own: {@code --format}, and how
 * large its files become. They stand in its help between those that are the same everywhere.
 */
public abstract class FormatNames {
  /** Shows all formats in the help. */
  public static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(OutputFormat.values()).map(OutputFormat::label).iterator();
    }
  }

  /** Returns the formats that were given, as often as they were. */
  protected abstract List<OutputFormat> given();

  /** Returns how large a file may become; null for what is usual for the format. */
  protected @Nullable Size shardSize() {
    return null;
  }
}
