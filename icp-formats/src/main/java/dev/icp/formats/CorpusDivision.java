package dev.icp.formats;

import dev.icp.formats.internal.corpus.Compression;
import dev.icp.formats.internal.corpus.ContentKind;
import dev.icp.formats.internal.corpus.InputFile;
import dev.icp.formats.internal.corpus.InputFiles;
import dev.icp.formats.internal.corpus.LinePart;
import dev.icp.formats.internal.corpus.Sources;
import dev.icp.internal.base.IoFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Divides files into parts. */
final class CorpusDivision {
  private final Sources sources;
  private final long bytes;

  CorpusDivision(Sources sources, long bytes) {
    this.sources = sources;
    this.bytes = bytes;
  }

  List<CorpusPart> of(InputFiles files) {
    List<CorpusPart> parts = new ArrayList<>();
    for (InputFile file = files.next(); file != null; file = files.next()) {
      try {
        add(file, parts);
      } catch (IOException e) {
        throw new CorpusException(file.name(), "cannot be read: " + IoFailures.reason(e), e);
      }
    }
    return parts;
  }

  private void add(InputFile file, List<CorpusPart> parts) throws IOException {
    String path = file.path().toAbsolutePath().toString();
    long size = Files.size(file.path());
    long count = size / bytes;
    if (count < 2 || !isPlainLines(file)) {
      parts.add(new CorpusPart(path, file.name(), file.given(), 0, -1));
      return;
    }
    for (long part = 0; part < count; part++) {
      long to = part + 1 == count ? size : (part + 1) * bytes;
      parts.add(new CorpusPart(path, file.name(), file.given(), part * bytes, to));
    }
  }

  private boolean isPlainLines(InputFile file) throws IOException {
    try {
      Sources.Opened opened = sources.open(file);
      opened.source().close();
      return opened.kind() == ContentKind.JSON_LINES && opened.compression() == Compression.NONE;
    } catch (CorpusException e) {
      // Whoever reads it says what is wrong.
      return false;
    }
  }

  static long countLines(CorpusPart part, Path file) throws IOException {
    long lines = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new LinePart(file, part.from(), part.to())) {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        for (int i = 0; i < got; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
  }
}
