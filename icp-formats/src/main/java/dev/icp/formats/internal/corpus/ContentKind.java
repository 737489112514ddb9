package dev.icp.formats.internal.corpus;

/** What a file was read as. */
public enum ContentKind {
  /** A JSON object a line. */
  JSON_LINES("JSON Lines"),
  /** An array of JSON objects. */
  JSON_ARRAY("JSON array"),
  /** JSON objects one behind the other, on any number of lines. */
  JSON_OBJECTS("JSON objects"),
  /** A document a row. */
  PARQUET("Parquet"),
  /** The documents of an indexed dataset, whose tokens exist already. */
  MEGATRON("tokens of Megatron-LM"),
  /** Tokens that exist already, and what says where documents end. */
  NUMPY("tokens of NumPy"),
  /** JSON without a text in it, which is one document. */
  JSON_TEXT("JSON as text"),
  /** One document, the whole file. */
  TEXT("text");

  private final String label;

  ContentKind(String label) {
    this.label = label;
  }

  /** Returns what it is called in reports. */
  public String label() {
    return label;
  }

  /** Returns whether the whole file is one document. */
  public boolean isOneDocument() {
    return this == TEXT || this == JSON_TEXT;
  }
}
