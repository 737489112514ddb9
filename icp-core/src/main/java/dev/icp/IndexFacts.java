package dev.icp;

import dev.icp.PackingReport.SkippedDocument;
import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.internal.base.StageInput;
import dev.icp.internal.base.StageOutput;
import dev.icp.internal.vectors.WordAgreement.Shared;
import dev.icp.settings.PackingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an index says of itself.
 *
 * @param tokens of all documents together
 * @param tokenizer that made them
 * @param embedder the fingerprint of what made the vectors; empty where they, or a graph, were
 *     given
 * @param index the fingerprint of what found the neighbours; empty where a graph was given
 * @param deterministic whether that finds the same each time
 * @param vectors what vectors there are
 * @param weighedBy of how many documents the weights of words are; 0 without words
 * @param neighbours of each document that were asked for
 * @param recall share of the true ones that was found; NaN if not known
 * @param wantedRecall see {@link PackingSettings#RECALL}
 * @param duplicateIds see {@link PackingSettings#DUPLICATE_IDS}
 * @param refusesSpecialTokens see {@link PackingSettings#REFUSE_SPECIAL_TOKENS}
 * @param groupBy the metadata within whose values neighbours were found; empty for none
 * @param reading what the report says of the documents
 * @param parts size and checksum of each of the other files, in the order of {@link IndexFiles}
 */
record IndexFacts(
    int documents,
    long tokens,
    RecordedTokenizer tokenizer,
    String embedder,
    String index,
    boolean deterministic,
    Kind vectors,
    double weight,
    int weighedBy,
    int neighbours,
    double recall,
    double wantedRecall,
    DuplicateIds duplicateIds,
    boolean refusesSpecialTokens,
    String groupBy,
    ReadingFacts reading,
    List<String> parts) {
  private static final String FORMAT = "icp-index-3";

  /** What vectors there are. */
  enum Kind {
    /** Only a graph. */
    NONE,
    /** One of each document. */
    ONE,
    /** One of its words and one of its meaning. */
    PAIR
  }

  /** Writes it, after the name of the format. */
  void writeTo(StageOutput output) {
    output.putText(FORMAT);
    output.putInt(documents);
    output.putLong(tokens);
    tokenizer.writeTo(output);
    output.putText(embedder);
    output.putText(index);
    output.putInt(deterministic ? 1 : 0);
    output.putText(vectors.name());
    output.putDouble(weight);
    output.putInt(weighedBy);
    output.putInt(neighbours);
    output.putDouble(recall);
    output.putDouble(wantedRecall);
    output.putText(duplicateIds.name());
    output.putInt(refusesSpecialTokens ? 1 : 0);
    output.putText(groupBy);
    output.putLong(reading.skipped());
    output.putInt(reading.listed().size());
    for (SkippedDocument document : reading.listed()) {
      output.putLong(document.position());
      output.putText(document.id());
      output.putText(document.reason());
    }
    output.putLong(reading.exactCopies());
    output.putText(reading.corpus());
    output.putInt(reading.specialTokens().size());
    for (SpecialTokenCount token : reading.specialTokens()) {
      output.putText(token.token());
      output.putInt(token.id());
      output.putLong(token.count());
      output.putLong(token.documents());
    }
    output.putLong(reading.numbered());
    output.putLong(reading.dropped());
    output.putDouble(reading.words().nearest());
    output.putDouble(reading.words().any());
    output.putInt(reading.words().disagree() ? 1 : 0);
    output.putInt(parts.size());
    parts.forEach(output::putText);
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if it is of another format
   */
  static IndexFacts readFrom(StageInput input) {
    String format = input.nextText();
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "it is of another version of icp (" + format + ", not " + FORMAT + "): index again");
    }
    return new IndexFacts(
        input.nextInt(),
        input.nextLong(),
        RecordedTokenizer.readFrom(input),
        input.nextText(),
        input.nextText(),
        input.nextInt() == 1,
        Kind.valueOf(input.nextText()),
        input.nextDouble(),
        input.nextInt(),
        input.nextInt(),
        input.nextDouble(),
        input.nextDouble(),
        DuplicateIds.valueOf(input.nextText()),
        input.nextInt() == 1,
        input.nextText(),
        reading(input),
        list(input, input::nextText));
  }

  private static ReadingFacts reading(StageInput input) {
    return new ReadingFacts(
        input.nextLong(),
        list(
            input, () -> new SkippedDocument(input.nextLong(), input.nextText(), input.nextText())),
        input.nextLong(),
        input.nextText(),
        list(
            input,
            () ->
                new SpecialTokenCount(
                    input.nextText(), input.nextInt(), input.nextLong(), input.nextLong())),
        input.nextLong(),
        input.nextLong(),
        new Shared(input.nextDouble(), input.nextDouble(), input.nextInt() == 1));
  }

  private static <T> List<T> list(StageInput input, Supplier<T> next) {
    List<T> list = new ArrayList<>();
    for (int left = input.nextInt(); left > 0; left--) {
      list.add(next.get());
    }
    return list;
  }
}
