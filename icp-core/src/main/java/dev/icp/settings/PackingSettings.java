package dev.icp.settings;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.ContextOrderers;
import dev.icp.DuplicateIds;
import dev.icp.NearDuplicates;
import dev.icp.Tail;
import dev.icp.internal.documents.LengthWeights;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.Tokenizer;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How documents are packed: everything that decides what the contexts are, but for the documents
 * and the parts (tokenizer, embedder, index). One value does for a {@link dev.icp.ContextBuilder},
 * a Spark job and the command line.
 *
 * <pre>{@code
 * PackingSettings settings = PackingSettings.defaults().nearDuplicates(NearDuplicates.drop(0.95));
 * ContextBuilder.of(documents).settings(settings).pack(8192);
 * }</pre>
 *
 * <p>The methods that set something are those of {@link TakesSettings}, and return another value;
 * this one stays as it is. Each setting checks its value at once; {@link #check} says whether they
 * go together. Immutable, and serialisable if the order and the rule of near duplicates are.
 *
 * @implSpec A new setting is a constant here, in {@link #all}, and if programs are to set it by
 *     name, a method of {@link TakesSettings}. Commands know it then, if it is an option.
 */
public final class PackingSettings implements TakesSettings<PackingSettings>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Tokens in a context, 1 or more. */
  public static final Setting<Integer> CONTEXT_LENGTH =
      Setting.wholeNumber("contextLength", 8192, 1)
          .option(
              "TOKENS",
              word -> Words.wholeNumber(word, 1),
              "Tokens in a context, which the model sees; bytes with --tokenizer bytes.");

  /** The order; see {@link TakesSettings#orderer}. */
  public static final Setting<ContextOrderer> ORDERER =
      Setting.of("orderer", ContextOrderers.cohesive())
          .option(
              "order",
              "ORDER",
              Words::orderer,
              "cohesive (contexts on one topic), paper (the paper's greedy path through related"
                  + " documents), reference (the paper's released code), bm25chunk (chains of the"
                  + " nearest of 2048 drawn documents, or as many as in bm25chunk:512;"
                  + " bm25chunk:512:returns as in its paper), splice (trees of related documents,"
                  + " of breadth 1, or as in splice:3 or splice:3:shuffle; splice:3:trims as in its"
                  + " paper), nextlong (a long document spread through each context, in"
                  + " pieces of 2048 characters, with related ones between; nextlong:2048:repeats"
                  + " as in its paper), keywords (groups that share a strong word), path (the files"
                  + " of a first folder, a repository, in the order of its folders), imports (of"
                  + " code, each file behind those that it imports), key:NAME"
                  + " (documents that share this metadata, related ones side by side, or in another"
                  + " order as in key:NAME:path), nearest-with-repeats (the paper's baseline;"
                  + " repeats documents), input or random.");

  /** How many neighbours each document gets; see {@link TakesSettings#neighbours}. */
  public static final Setting<Integer> NEIGHBOURS =
      Setting.wholeNumber("neighbours", 20, 1)
          .option("K", word -> Words.wholeNumber(word, 1), "Nearest documents found for each.");

  /** The wanted share of the true neighbours; see {@link TakesSettings#recall}. */
  public static final Setting<Double> RECALL =
      Setting.of("recall", 0.95)
          .requiring(share -> share > 0 && share <= 1 ? null : "expected above 0 and at most 1")
          .option(
              "SHARE",
              Words::share,
              "Wanted share of the true nearest neighbours, above 0 and at most 1; exact finds all."
                  + " Default: 0.95.");

  /** What happens to near duplicates; see {@link TakesSettings#nearDuplicates}. */
  public static final Setting<NearDuplicates> NEAR_DUPLICATES =
      Setting.of("nearDuplicates", NearDuplicates.keep())
          .option(
              "POLICY",
              Words::nearDuplicates,
              "keep; drop:COSINE to leave out documents whose cosine with an earlier one that stays"
                  + " is at least this, as in drop:0.95, and list them in dropped.jsonl; or"
                  + " separate:COSINE to drop none and keep them out of each other's contexts.");

  /** What happens to ids that were seen before; see {@link TakesSettings#duplicateIds}. */
  public static final Setting<DuplicateIds> DUPLICATE_IDS =
      Setting.of("duplicateIds", DuplicateIds.REFUSE)
          .option(
              "POLICY",
              word -> Words.oneOf(DuplicateIds.class, word),
              "What becomes of a document whose id an earlier one has: refuse; number, which calls"
                  + " the second a#2; or drop-equal, which leaves it out if it has the same text,"
                  + " and refuses it otherwise.");

  /** Which documents share no context; see {@link TakesSettings#groupBy}. */
  public static final Setting<String> GROUP_BY =
      Setting.of("groupBy", "")
          .option(
              "never-mix",
              "FIELD",
              word -> word,
              "Lets no context hold documents whose values of this field or column differ, as in"
                  + " --never-mix licence; what the last context of each value lacks is short or"
                  + " padded, as --tail says. Default: any may share one.");

  /** How often documents stand; see {@link TakesSettings#weightBy}. */
  public static final Setting<String> WEIGHT_BY =
      Setting.of("weightBy", "")
          .requiring(LengthWeights::wrong)
          .option(
              "weights",
              "FIELD|RULE",
              word -> word,
              "Field or column that says how often a document is to stand in the output, as in"
                  + " --weights weight: 2 for twice, 0.5 for half of those that have it, 0 for"
                  + " never; without it, once. Or a rule by length, as in --weights"
                  + " tokens:32768=2,131072=4 for twice, if it has 32768 tokens, and four times."
                  + " No context holds a document twice. Default: each once.");

  /** The token after each document; see {@link TakesSettings#separator}. */
  public static final Setting<TokenChoice> SEPARATOR =
      Setting.of("separator", TokenChoice.usual())
          .checked(
              (setting, token) -> {
                if (!token.isNone()) {
                  token.require(setting);
                }
              })
          .option(
              "none|ID|TOKEN",
              Words::tokenOrNone,
              "Token written after each document: none, its id, or as it is written in"
                  + " tokenizer.json. Default: the tokenizer's end of text, which is never one of a"
                  + " chat's turns where the base model's is known.");

  /** Where begin tokens stand; see {@link TakesSettings#begin(Begin)}. */
  public static final Setting<Begin> BEGIN =
      Setting.of("begin", Begin.NONE)
          .option(
              "WHERE",
              word -> Words.oneOf(Begin.class, word),
              "Where a token that begins a text stands: document (before each), context (at the"
                  + " beginning of each) or none.");

  /** The begin token; see {@link TakesSettings#begin(Begin, int)}. */
  public static final Setting<TokenChoice> BEGIN_TOKEN =
      Setting.of("beginToken", TokenChoice.usual())
          .checked((setting, token) -> token.require(setting))
          .option("ID|TOKEN", Words::token, "That token. Default: the tokenizer's own.");

  /** Whether special tokens in texts are refused; see {@link TakesSettings#refuseSpecialTokens}. */
  public static final Setting<Boolean> REFUSE_SPECIAL_TOKENS =
      Setting.of("refuseSpecialTokens", false);

  /** How documents are cut; see {@link TakesSettings#boundary}. */
  public static final Setting<Boundary> BOUNDARY =
      Setting.of("boundary", Boundary.SPLIT)
          .option(
              "BOUNDARY",
              word -> Words.oneOf(Boundary.class, word),
              "What becomes of a document that does not fit into the rest of a context: split, or"
                  + " keep-whole, which moves it on and fills the gap.");

  /** How far to look for what fills a gap; see {@link TakesSettings#lookAhead}. */
  public static final Setting<Integer> LOOK_AHEAD =
      Setting.wholeNumber("lookAhead", 256, 0)
          .option(
              "N",
              word -> Words.wholeNumber(word, 0),
              "With keep-whole: how many of the next documents are looked at for one that fills a"
                  + " gap. Default: 256.");

  /** How many documents a context takes; see {@link TakesSettings#maxDocuments}. */
  public static final Setting<Integer> MAX_DOCUMENTS =
      Setting.wholeNumber("maxDocuments", Integer.MAX_VALUE, 1)
          .option(
              "N",
              word -> Words.wholeNumber(word, 1),
              "Most documents that a context may have something of; one that has so many is filled"
                  + " up with padding. Default: any number.");

  /** Where contexts begin; see {@link TakesSettings#startAtDocument}. */
  public static final Setting<Boolean> START_AT_DOCUMENT =
      Setting.of("startAtDocument", true)
          .option(
              "",
              Boolean::valueOf,
              "Lets every context begin with a document's beginning, as long as there is one left;"
                  + " what is left of a document that was cut stands behind it. This is the"
                  + " default.")
          .opposite(
              "start-anywhere",
              "Lets a document that was cut go on at the beginning of the next context, as in the"
                  + " paper.");

  /** What happens to a last context that is not full; see {@link TakesSettings#tail}. */
  public static final Setting<Tail> TAIL =
      Setting.of("tail", Tail.SHORT)
          .option(
              "TAIL",
              word -> Words.oneOf(Tail.class, word),
              "What becomes of the last context: short, pad or drop. Default: what suits the"
                  + " trainer and the format: pad with formats of one length, such as megatron, and"
                  + " short with others.");

  /** The token that fills contexts up; see {@link TakesSettings#padding}. */
  public static final Setting<TokenChoice> PADDING =
      Setting.of("padding", TokenChoice.usual())
          .checked((setting, token) -> token.require(setting))
          .option(
              "ID|TOKEN", Words::token, "Token that fills a context up. Default: the separator.");

  /** Whether contexts leave along the path; see {@link TakesSettings#keepPathOrder}. */
  public static final Setting<Boolean> KEEP_PATH_ORDER =
      Setting.of("keepPathOrder", false)
          .option(
              "",
              Boolean::valueOf,
              "Writes contexts along the path, related ones one after the other. Default:"
                  + " shuffled.");

  /** The seed of everything random. */
  public static final Setting<Long> SEED =
      Setting.of("seed", 0L).option("N", Words::anyNumber, "Of everything random.");

  /** Which time the corpus is packed; see {@link TakesSettings#epoch}. */
  public static final Setting<Integer> EPOCH =
      Setting.wholeNumber("epoch", 0, 0)
          .option(
              "N",
              word -> Words.wholeNumber(word, 0),
              "Packs the corpus for the Nth time over it, the first being 0: every epoch has each"
                  + " document once, in other company of the same subjects.");

  private static final List<Setting<?>> ALL =
      List.of(
          CONTEXT_LENGTH,
          ORDERER,
          NEIGHBOURS,
          RECALL,
          NEAR_DUPLICATES,
          DUPLICATE_IDS,
          GROUP_BY,
          WEIGHT_BY,
          SEPARATOR,
          BEGIN,
          BEGIN_TOKEN,
          REFUSE_SPECIAL_TOKENS,
          BOUNDARY,
          LOOK_AHEAD,
          MAX_DOCUMENTS,
          START_AT_DOCUMENT,
          TAIL,
          PADDING,
          KEEP_PATH_ORDER,
          SEED,
          EPOCH);

  private static final PackingSettings DEFAULTS = new PackingSettings(Map.of());

  // Every setting knows the type of its values; those that cannot be sent are refused on Spark.
  @SuppressWarnings("serial")
  private final Map<Setting<?>, Object> values;

  private PackingSettings(Map<Setting<?>, Object> values) {
    this.values = values;
  }

  /** Returns the settings of which none is set. */
  public static PackingSettings defaults() {
    return DEFAULTS;
  }

  /** Returns all settings there are, in the order in which a help text lists them. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** Returns the value of a setting: what it was set to, or else its standard one. */
  public <T> T get(Setting<T> setting) {
    @SuppressWarnings("unchecked") // Nothing but the setting's own values are put under it.
    T value = (T) values.get(setting);
    return value == null ? setting.standard() : value;
  }

  /** Returns the metadata that say how often documents stand; empty if none do. */
  public String weightField() {
    return LengthWeights.areIn(get(WEIGHT_BY)) ? "" : get(WEIGHT_BY);
  }

  /**
   * Returns the names of the metadata that documents need.
   *
   * @param asked those that are wanted besides what settings go by
   */
  public List<String> metadata(List<String> asked) {
    return Stream.of(asked, List.of(get(GROUP_BY), weightField()), get(ORDERER).needsMetadata())
        .flatMap(Collection::stream)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  /** Returns whether a setting was set, be it to its standard value. */
  public boolean isSet(Setting<?> setting) {
    return values.containsKey(setting);
  }

  @Override
  public <T> PackingSettings set(Setting<T> setting, T value) {
    Map<Setting<?>, Object> changed = new HashMap<>(values);
    changed.put(setting, setting.require(value));
    return new PackingSettings(Map.copyOf(changed));
  }

  /**
   * Sets a setting as its option is written.
   *
   * @throws IllegalArgumentException if it does not take that: what was expected instead
   */
  public <T> PackingSettings read(Setting<T> setting, String word) {
    return set(setting, setting.read(word));
  }

  /** Returns this value. */
  @Override
  public PackingSettings settings() {
    return this;
  }

  /** Returns the other settings. */
  @Override
  public PackingSettings settings(PackingSettings settings) {
    return settings.settings();
  }

  /**
   * Returns these settings with a tokenizer's tokens, if they go together.
   *
   * @throws WrongSettingException if a token is none of the tokenizer's, or the context length
   *     leaves no room beside begin tokens
   * @throws IllegalStateException if settings do not go together
   * @throws IllegalArgumentException if the tokenizer breaks its contract
   */
  public CheckedSettings check(Tokenizer tokenizer) {
    return CheckedSettings.of(this, tokenizer);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackingSettings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Returns what was set, as in {@code {orderer=paper, seed=7}}. */
  @Override
  public String toString() {
    return ALL.stream()
        .filter(this::isSet)
        .map(setting -> setting.name() + "=" + values.get(setting))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
