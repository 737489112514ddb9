package dev.icp.formats.internal.corpus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields, or columns, that make a document. A dot leads into an object, where no field is
 * called by the whole name.
 *
 * @param text holds the text
 * @param id holds the id; null where documents are called by their place
 * @param metadata hold what else is known
 * @param tokenized whether the text is an array of the ids of tokens
 */
public record Fields(String text, @Nullable String id, List<String> metadata, boolean tokenized) {
  /** The slot of the text. */
  static final int TEXT = 0;

  /** The slot of the id. */
  static final int ID = 1;

  /** The slot of the first of the metadata. */
  static final int METADATA = 2;

  /** Copies the list. */
  public Fields {
    metadata = List.copyOf(metadata);
  }

  /** Returns the name of the field with the id, for messages; empty for none. */
  String idOrNone() {
    return id == null ? "" : id;
  }
}
