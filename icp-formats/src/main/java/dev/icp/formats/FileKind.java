package dev.icp.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a file holds, as its name says. */
enum FileKind {
  /** One document, the whole file. */
  TEXT,
  /** A document a line. */
  JSON_LINES,
  /** The same, compressed with gzip. */
  JSON_LINES_GZIP,
  /** The same, compressed with Zstandard. */
  JSON_LINES_ZSTD;

  static FileKind of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return JSON_LINES;
    }
    if (name.matches(".*\\.(jsonl|ndjson|json)\\.gz")) {
      return JSON_LINES_GZIP;
    }
    if (name.matches(".*\\.(jsonl|ndjson|json)\\.zst")) {
      return JSON_LINES_ZSTD;
    }
    return TEXT;
  }

  /** Opens a file of this kind, decompressed. */
  InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return switch (this) {
        case TEXT, JSON_LINES -> in;
        case JSON_LINES_GZIP -> new GzipInput(in);
        case JSON_LINES_ZSTD -> new ZstdInput(in);
      };
    } catch (IOException | RuntimeException | LinkageError e) {
      in.close();
      throw e;
    }
  }
}
