package dev.icp.formats;

import dev.icp.ContextBuilder;
import dev.icp.Document;
import dev.icp.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Corpora to write contexts of. */
public final class Samples {
  private Samples() {}

  /** Returns short and long documents, an empty one, and ids that want quoting. */
  public static List<Document> documents() {
    Random random = new Random(5);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      for (int words = random.nextInt(60); words > 0; words--) {
        text.append("word").append(random.nextInt(200)).append(' ');
      }
      documents.add(new Document("doc " + i, text.toString()));
    }
    documents.add(new Document("a, \"b\"\n\u0001é😀", "quotes and commas"));
    documents.add(new Document("empty", ""));
    return documents;
  }

  /** Returns a builder whose contexts all have the same length. */
  public static ContextBuilder padded() {
    return ContextBuilder.of(documents()).tail(Tail.PAD);
  }
}
