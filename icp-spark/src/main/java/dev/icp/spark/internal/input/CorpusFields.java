package dev.icp.spark.internal.input;

import dev.icp.formats.CorpusReader;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the files makes a document.
 *
 * @param id null where documents are called by their places
 * @param extensions of the files wanted from folders; empty for all
 */
public record CorpusFields(String text, @Nullable String id, List<String> extensions)
    implements Serializable {
  /** Copies the list. */
  public CorpusFields {
    extensions = List.copyOf(extensions);
  }

  /** Returns a reader of some inputs. */
  public CorpusReader reader(List<Path> inputs) {
    CorpusReader reader =
        CorpusReader.of(inputs).textField(text).extensions(extensions.toArray(String[]::new));
    return id == null ? reader.withoutIds() : reader.idField(id);
  }
}
