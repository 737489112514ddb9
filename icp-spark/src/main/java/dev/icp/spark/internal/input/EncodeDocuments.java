package dev.icp.spark.internal.input;

import dev.icp.distributed.SpecialTokensInTexts;
import dev.icp.distributed.TermStatistics;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.internal.base.Bytes;
import dev.icp.spark.internal.base.PerExecutor;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.steps.TaskResources;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.EmbeddingSession;
import dev.icp.spi.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Tokenizes and embeds documents where they are. From (id, order, text, vector, metadata, problem),
 * id and text as bytes, a vector and a problem where there are any, to (id, order, number of
 * tokens, tokens, features, special tokens, problem, metadata); features are a unit vector, or the
 * counted words from which one can be made once all documents are counted; special tokens are those
 * that are written in the text, null for none. A document with a problem has none of them.
 */
public final class EncodeDocuments implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH_DOCUMENTS = 256;
  private static final int BATCH_CHARS = 1 << 18;

  private final PerExecutor<Tokenizer> tokenizer;
  private final @Nullable PerExecutor<Embedder<? extends DenseVectors>> embedder;
  private final boolean vectorsGiven;
  private final boolean refusesSpecialTokens;
  private final long seed;
  private final int metadataColumn;
  private final int problemColumn;
  private final LongAccumulator done;

  /**
   * @param problemColumn says why there is no document; −1 if there is no such column
   * @param done gets the number of documents
   */
  EncodeDocuments(SparkSettings settings, int problemColumn, LongAccumulator done) {
    this.problemColumn = problemColumn;
    metadataColumn = settings.vectorColumn() == null ? 3 : 4;
    this.done = done;
    tokenizer = settings.tokenizer();
    embedder = settings.embedder();
    vectorsGiven = settings.vectorColumn() != null;
    refusesSpecialTokens = settings.packing().get(PackingSettings.REFUSE_SPECIAL_TOKENS);
    seed = settings.seed();
  }

  @Override
  public Iterator<Row> call(Iterator<Row> documents) {
    return new Batches(documents);
  }

  private final class Batches implements Iterator<Row> {
    private final Iterator<Row> documents;
    private final Queue<Row> encoded = new ArrayDeque<>();
    private final SpecialTokensInTexts special =
        new SpecialTokensInTexts(tokenizer.get().specialTokens());

    Batches(Iterator<Row> documents) {
      this.documents = documents;
    }

    @Override
    public boolean hasNext() {
      while (encoded.isEmpty() && documents.hasNext()) {
        encodeBatch();
        done.add(encoded.size());
      }
      return !encoded.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return encoded.remove();
    }

    private void encodeBatch() {
      List<Row> batch = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      long chars = 0;
      while (batch.size() < BATCH_DOCUMENTS && chars < BATCH_CHARS && documents.hasNext()) {
        Row document = documents.next();
        String text = Objects.requireNonNullElse(string(document, 2), "");
        String problem = problem(document, text);
        if (problem == null && refusesSpecialTokens) {
          problem = special.problem(text);
        }
        if (problem != null) {
          encoded.add(bad(document, problem));
          continue;
        }
        batch.add(document);
        texts.add(text);
        chars += text.length();
      }
      List<int[]> tokens = tokenizer.get().encodeAll(texts);
      Object[] features = features(batch, texts);
      for (int i = 0; i < batch.size(); i++) {
        Row document = batch.get(i);
        if (features[i] instanceof byte[] made) {
          int[] ids = tokens.get(i);
          int[] written = special.in(texts.get(i));
          encoded.add(
              RowFactory.create(
                  string(document, 0),
                  document.get(1),
                  ids.length,
                  Bytes.ofTokens(ids),
                  made,
                  written.length == 0 ? null : Bytes.ofTokens(written),
                  null,
                  document.get(metadataColumn)));
        } else {
          encoded.add(bad(document, String.valueOf(features[i])));
        }
      }
    }
  }

  private static Row bad(Row document, String problem) {
    return RowFactory.create(
        string(document, 0), document.get(1), null, null, null, null, problem, null);
  }

  /** Returns a string that came as bytes. */
  private static @Nullable String string(Row document, int column) {
    byte[] bytes = document.getAs(column);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** What is not UTF-8 is another string, which is other bytes. */
  private static boolean isUtf8(Row document, int column, String string) {
    return Arrays.equals(document.getAs(column), string.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String problem(Row document, String text) {
    if (problemColumn >= 0 && !document.isNullAt(problemColumn)) {
      return document.getString(problemColumn);
    }
    String id = string(document, 0);
    if (id == null) {
      return "no id";
    }
    if (document.isNullAt(2)) {
      return "no text";
    }
    if (!isUtf8(document, 0, id) || !isUtf8(document, 2, text)) {
      return "the id or the text is not UTF-8";
    }
    return vectorsGiven && document.isNullAt(3) ? "no vector" : null;
  }

  /** Returns for each document its features, or what is wrong with its vector. */
  private Object[] features(List<Row> batch, List<String> texts) {
    Object[] features = new Object[batch.size()];
    for (int i = 0; i < features.length && (vectorsGiven || embedder == null); i++) {
      features[i] =
          vectorsGiven ? given(batch.get(i).getList(3)) : TermStatistics.count(texts.get(i));
    }
    if (!vectorsGiven && embedder != null) {
      try {
        embed(texts, 0, features);
      } catch (IllegalArgumentException e) {
        embedOneByOne(texts, features);
      }
    }
    return features;
  }

  private static Object given(List<?> values) {
    float[] vector = new float[values.size()];
    int at = 0;
    for (Object value : values) {
      vector[at++] = value instanceof Number number ? number.floatValue() : Float.NaN;
    }
    try {
      DenseVectors unit = DenseVectors.of(new float[][] {vector});
      unit.read(0, 1, vector, 0);
      return Bytes.ofFloats(vector);
    } catch (IllegalArgumentException e) {
      return withoutPlace(e);
    }
  }

  /** The place is one within a batch, and means nothing to anyone. */
  private static String withoutPlace(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).replaceFirst(" of document 0\\b", "");
  }

  private void embed(List<String> texts, int first, Object[] features) {
    Embedder<? extends DenseVectors> embed = Objects.requireNonNull(embedder).get();
    try (TaskResources resources = new TaskResources(seed);
        EmbeddingSession<? extends DenseVectors> session = embed.open(resources)) {
      session.add(0, texts);
      try (DenseVectors vectors = session.finish()) {
        for (int i = 0; i < texts.size(); i++) {
          float[] row = new float[vectors.dimension()];
          vectors.read(i, 1, row, 0);
          features[first + i] = Bytes.ofFloats(row);
        }
      }
    }
  }

  private void embedOneByOne(List<String> texts, Object[] features) {
    for (int i = 0; i < features.length; i++) {
      try {
        embed(texts.subList(i, i + 1), i, features);
      } catch (IllegalArgumentException e) {
        features[i] = withoutPlace(e);
      }
    }
  }
}
