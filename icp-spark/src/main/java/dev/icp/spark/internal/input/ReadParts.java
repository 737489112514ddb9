package dev.icp.spark.internal.input;

import dev.icp.Document;
import dev.icp.formats.CorpusException;
import dev.icp.formats.spi.DocumentSource;
import dev.icp.internal.base.IoFailures;
import dev.icp.spark.internal.base.Locations;
import dev.icp.spark.internal.base.MetadataJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a part as {@link CorpusFiles#ROW}: whatever stands in it takes a place,
 * bad documents too.
 */
final class ReadParts implements FlatMapFunction<NumberedPart, Row> {
  private static final long serialVersionUID = 1L;
  private static final int PLACES = 40;

  private final Locations locations;
  private final CorpusFields fields;

  ReadParts(Locations locations, CorpusFields fields) {
    this.locations = locations;
    this.fields = fields;
  }

  /** Returns the same with other metadata. */
  ReadParts withMetadata(List<String> names) {
    return new ReadParts(locations, fields.withMetadata(names));
  }

  /** Returns the part of a place. */
  static int part(long place) {
    return (int) (place >>> PLACES);
  }

  /** Returns how many stand before a place in its part. */
  static long within(long place) {
    return place & ((1L << PLACES) - 1);
  }

  /**
   * Opens a part.
   *
   * @throws CorpusException if it cannot be opened
   */
  DocumentSource open(NumberedPart numbered) {
    String name = numbered.part().name();
    try {
      Path file = locations.path(numbered.part().file());
      return fields.reader(List.of(file)).open(numbered.part(), file, numbered.linesBefore());
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  static CorpusException unreadable(String location, IOException e) {
    return new CorpusException(location, "cannot be read: " + IoFailures.reason(e), e);
  }

  @Override
  public Iterator<Row> call(NumberedPart numbered) {
    return new Rows(numbered);
  }

  private final class Rows implements Iterator<Row> {
    private final NumberedPart part;
    private final boolean given;
    private @Nullable DocumentSource source;
    private @Nullable Row ready;
    private long place;
    private boolean ended;

    Rows(NumberedPart part) {
      this.part = part;
      given = part.part().given();
      place = (long) part.index() << PLACES;
      TaskContext task = TaskContext.get();
      if (task != null) {
        task.addTaskCompletionListener(
            context -> {
              close();
            });
      }
    }

    @Override
    public boolean hasNext() {
      while (ready == null && !ended) {
        ready = read();
      }
      return ready != null;
    }

    @Override
    public Row next() {
      Row row = hasNext() ? ready : null;
      if (row == null) {
        throw new NoSuchElementException();
      }
      ready = null;
      return row;
    }

    private @Nullable Row read() {
      DocumentSource open = source;
      try {
        if (open == null) {
          open = ReadParts.this.open(part);
          source = open;
        }
        Document document = open.next();
        if (document == null) {
          close();
          return null;
        }
        return RowFactory.create(
            document.id(), document.text(), place++, null, MetadataJson.of(document.metadata()));
      } catch (CorpusException e) {
        if (open == null) {
          close();
        }
        // What is found in a folder and is no text is left out without being asked.
        boolean other = !given && open != null && open.location().equals(part.part().name());
        return other ? null : RowFactory.create(null, null, place++, e.getMessage(), null);
      } catch (IOException e) {
        throw unreadable(open == null ? part.part().name() : open.location(), e);
      }
    }

    private void close() {
      ended = true;
      DocumentSource open = source;
      source = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          throw unreadable(part.part().name(), e);
        }
      }
    }
  }
}
