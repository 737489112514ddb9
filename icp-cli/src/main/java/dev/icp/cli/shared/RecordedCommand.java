package dev.icp.cli.shared;

import dev.icp.ContextOrderers;
import dev.icp.options.GivenCommand;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@link GivenCommand} wrote into a manifest; the defaults for outputs that the library made.
 *
 * @param words the command and its options
 */
public record RecordedCommand(List<String> words) {
  public String textField() {
    return option("--text-field", "text");
  }

  /** Returns the field with tokens instead of a text; empty for none. */
  public String tokensField() {
    return option("--tokens-field", "");
  }

  /** Returns which token was taken off the end of documents that were tokens; −1 for none. */
  public int endToken() {
    String token = option("--end-token", CorpusOptions.NONE);
    return token.matches("[0-9]{1,9}") ? Integer.parseInt(token) : -1;
  }

  public String idField() {
    return option("--id-field", "id");
  }

  public String tokenizer() {
    return option("--tokenizer", "bytes");
  }

  /** Returns what became of documents whose ids were there before. */
  public String duplicateIds() {
    return option("--duplicate-ids", "refuse");
  }

  /** Returns which fields were taken as metadata, for whatever use. */
  public List<String> metadata() {
    return Stream.of(
            List.of(option("--metadata", "").split(",")),
            List.of(option("--never-mix", ""), weights()),
            ordered())
        .flatMap(Collection::stream)
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private String weights() {
    try {
      return PackingSettings.defaults().weightBy(option("--weights", "")).weightField();
    } catch (IllegalArgumentException e) {
      // As of the order below.
      return "";
    }
  }

  /** Returns what the order goes by. */
  private Set<String> ordered() {
    try {
      ContextOrderer order = ContextOrderers.byName(option("--order", "cohesive"));
      String mix = option("--mix", "");
      return (mix.isEmpty() ? order : ContextOrderers.mix(mix, order)).needsMetadata();
    } catch (IllegalArgumentException e) {
      // A stranger's manifest may say anything.
      return Set.of();
    }
  }

  /** Returns which files of folders were taken; empty for all. */
  public List<String> extensions() {
    String names = option("--extensions", "");
    return names.isEmpty() ? List.of() : List.of(names.split(","));
  }

  /** Returns what was read; empty if that is not known. */
  public List<String> inputs() {
    return words.stream().skip(1).filter(word -> !word.startsWith("--")).toList();
  }

  private String option(String name, String otherwise) {
    String start = name + "=";
    return words.stream()
        .filter(word -> word.startsWith(start))
        .map(word -> word.substring(start.length()))
        .findFirst()
        .orElse(otherwise);
  }
}
