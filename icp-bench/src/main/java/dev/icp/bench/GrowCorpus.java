package dev.icp.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.icp.Document;
import dev.icp.formats.CorpusReader;
import dev.icp.spi.StageResources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a {@link GrownCorpus} as JSON Lines, compressed: {@code GrowCorpus DOCUMENTS[xWORDS]
 * OUTPUT.jsonl.gz CORPUS.jsonl.gz …}, the corpora having a field {@code label} that says each
 * document's topic; WORDS is how many words each document has, instead of as many as the real ones.
 * The same corpora and numbers give the same documents.
 */
public final class GrowCorpus {
  private static final int BATCH = 256;
  private static final JsonFactory JSON = new JsonFactory();

  private GrowCorpus() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("usage: GrowCorpus DOCUMENTS[xWORDS] OUTPUT.jsonl.gz CORPUS.jsonl.gz ...");
      System.exit(2);
    }
    int words = args[0].contains("x") ? Integer.parseInt(args[0].replaceFirst(".*x", "")) : 0;
    int documents = Integer.parseInt(args[0].replaceFirst("x.*", ""));
    Path[] corpora = Arrays.stream(args).skip(2).map(Path::of).toArray(Path[]::new);
    List<Document> real;
    try (Stream<Document> read = CorpusReader.of(corpora).idField("label").documents()) {
      real = read.toList();
    }
    try (StageResources resources =
            StageResources.open(Runtime.getRuntime().availableProcessors(), 1);
        OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
      GrownCorpus corpus = new GrownCorpus(documents, words, real, resources);
      for (int f = 1; f <= 1 << 12; f *= 4) {
        System.out.printf(
            Locale.ROOT,
            "A word of %d documents has a name of its own: %.3f%n",
            f,
            corpus.ownName(f));
      }
      write(corpus, out, resources);
    }
  }

  /** Writes members of gzip, one a batch, which together are one gzip file. */
  private static void write(GrownCorpus corpus, OutputStream out, StageResources resources)
      throws IOException {
    int batchesAtOnce = 8 * resources.threads();
    for (int first = 0; first < corpus.size(); first += batchesAtOnce * BATCH) {
      int begin = first;
      byte[][] members =
          new byte[Math.min(batchesAtOnce, Math.ceilDiv(corpus.size() - first, BATCH))][];
      resources.forEach(members.length, b -> members[b] = member(corpus, begin + b * BATCH));
      for (byte[] member : members) {
        out.write(member);
      }
    }
  }

  private static byte[] member(GrownCorpus corpus, int first) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FastGzip gzip = new FastGzip(bytes)) {
      try (JsonGenerator json = JSON.createGenerator(gzip)) {
        json.setRootValueSeparator(null);
        for (int i = first; i < Math.min(corpus.size(), first + BATCH); i++) {
          json.writeStartObject();
          json.writeStringField("id", "made-" + i);
          json.writeStringField("text", corpus.text(i));
          json.writeEndObject();
          json.writeRaw('\n');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
