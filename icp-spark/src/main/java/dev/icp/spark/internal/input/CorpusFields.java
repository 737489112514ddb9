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
 * @param metadata what goes with the documents
 * @param extensions of the files wanted from folders; empty for all
 */
public record CorpusFields(
    String text, @Nullable String id, List<String> metadata, List<String> extensions)
    implements Serializable {
  /** Copies the lists. */
  public CorpusFields {
    metadata = List.copyOf(metadata);
    extensions = List.copyOf(extensions);
  }

  /** Returns the same with other metadata. */
  CorpusFields withMetadata(List<String> names) {
    return new CorpusFields(text, id, names, extensions);
  }

  /** Returns a reader of some inputs. */
  public CorpusReader reader(List<Path> inputs) {
    CorpusReader reader =
        CorpusReader.of(inputs)
            .textField(text)
            .metadata(metadata.toArray(String[]::new))
            .extensions(extensions.toArray(String[]::new));
    return id == null ? reader.withoutIds() : reader.idField(id);
  }
}
