package dev.icp.formats;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something that is done to an output.
 *
 * @param name says what
 * @param finder what finds it once files, checksums and manifest fit each other again
 * @param unseenAs how docs/reliability.md names it where nothing does; empty where something does
 * @param change does it to the output in a folder, without checksums; may return another manifest
 */
record Corruption(String name, Finder finder, String unseenAs, Change change) {
  /** Who finds it. */
  enum Finder {
    /** {@code icp verify}. */
    VERIFY,
    /** {@code icp verify --input}. */
    CORPUS,
    /** Nobody: the documentation says so. */
    NOBODY
  }

  /** Changes files of an output, or its manifest. */
  @FunctionalInterface
  interface Change {
    /** Returns the manifest that the output has afterwards, sizes and checksums aside. */
    OutputManifest apply(Path folder, OutputManifest manifest) throws IOException;
  }

  /** Changes files alone. */
  @FunctionalInterface
  interface FileChange {
    void apply(Path folder) throws IOException;
  }

  static Corruption found(String name, FileChange change) {
    return new Corruption(name, Finder.VERIFY, "", only(change));
  }

  static Corruption foundWithCorpus(String name, FileChange change) {
    return new Corruption(name, Finder.CORPUS, "", only(change));
  }

  static Corruption unseen(String name, String as, FileChange change) {
    return new Corruption(name, Finder.NOBODY, as, only(change));
  }

  private static Change only(FileChange change) {
    return (folder, manifest) -> {
      change.apply(folder);
      return manifest;
    };
  }
}
