package dev.icp.formats.internal.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What a file holds, as its name says. */
enum FileKind {
  /** One document, the whole file. */
  TEXT,
  /** JSON Lines, plain or compressed, as their first bytes say. */
  STANDARD_INPUT,
  /** A document a line. */
  JSON_LINES,
  /** The same, compressed with gzip. */
  JSON_LINES_GZIP,
  /** The same, compressed with Zstandard. */
  JSON_LINES_ZSTD,
  /** A document a row. */
  PARQUET;

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
    if (name.endsWith(".parquet")) {
      return PARQUET;
    }
    return TEXT;
  }

  /** Opens a file of this kind, decompressed. */
  InputStream open(Path file) throws IOException {
    InputStream in = this == STANDARD_INPUT ? System.in : Files.newInputStream(file);
    try {
      return switch (this) {
        case STANDARD_INPUT -> decompressed(new BufferedInputStream(in));
        case TEXT, JSON_LINES, PARQUET -> in;
        case JSON_LINES_GZIP -> new GzipInput(in);
        case JSON_LINES_ZSTD -> new ZstdInput(in);
      };
    } catch (IOException | RuntimeException | LinkageError e) {
      in.close();
      throw e;
    }
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    in.mark(4);
    byte[] first = in.readNBytes(4);
    in.reset();
    if (first.length >= 2 && first[0] == 0x1F && first[1] == (byte) 0x8B) {
      return new GzipInput(in);
    }
    if (Arrays.equals(first, new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD})) {
      return new ZstdInput(in);
    }
    return in;
  }
}
