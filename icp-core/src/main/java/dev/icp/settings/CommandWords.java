package dev.icp.settings;

import static dev.icp.settings.PackingSettings.BEGIN;
import static dev.icp.settings.PackingSettings.BEGIN_TOKEN;
import static dev.icp.settings.PackingSettings.BOUNDARY;
import static dev.icp.settings.PackingSettings.GROUP_BY;
import static dev.icp.settings.PackingSettings.LOOK_AHEAD;
import static dev.icp.settings.PackingSettings.MAX_DOCUMENTS;
import static dev.icp.settings.PackingSettings.NEAR_DUPLICATES;
import static dev.icp.settings.PackingSettings.ORDERER;
import static dev.icp.settings.PackingSettings.PADDING;
import static dev.icp.settings.PackingSettings.SEPARATOR;
import static dev.icp.settings.PackingSettings.START_AT_DOCUMENT;
import static dev.icp.settings.PackingSettings.TAIL;
import static dev.icp.settings.PackingSettings.WEIGHT_BY;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.Tail;
import dev.icp.spi.Tokenizer;
import java.util.Optional;

/** What is wrong with settings, said by their options, so that all commands say the same. */
public final class CommandWords {
  private CommandWords() {}

  /** Returns what does not go together, whatever the tokenizer. */
  public static Optional<String> wrong(PackingSettings settings) {
    if (settings.isSet(LOOK_AHEAD) && settings.get(BOUNDARY) != Boundary.KEEP_WHOLE) {
      return Optional.of("--look-ahead needs --boundary keep-whole");
    }
    if (settings.isSet(PADDING) && !fillsUp(settings)) {
      return Optional.of(
          "--padding needs --tail pad, --boundary keep-whole, --max-documents or --begin document"
              + " (without --start-anywhere): nothing is filled up");
    }
    if (settings.isSet(BEGIN_TOKEN) && settings.get(BEGIN) == Begin.NONE) {
      return Optional.of("--begin-token needs --begin document or context");
    }
    if (!settings.get(GROUP_BY).isEmpty() && settings.get(TAIL) == Tail.DROP) {
      return Optional.of(
          GROUP_BY.option()
              + " does not go with --tail drop (which some trainers' --for chooses): it would drop"
              + " the end of every group; where the trainer allows it, give --padding");
    }
    if (!settings.get(WEIGHT_BY).isEmpty() && settings.get(TAIL) == Tail.DROP) {
      return Optional.of(
          "--weights does not go with --tail drop (which some trainers' --for chooses): it would"
              + " drop the end of every round; where the trainer allows it, give --padding");
    }
    if (!settings.get(WEIGHT_BY).isEmpty() && settings.get(ORDERER).mayRepeat()) {
      return Optional.of(
          "--weights does not go with --order "
              + settings.get(ORDERER)
              + ", which repeats documents itself");
    }
    if (settings.get(ORDERER).cutsDocuments()) {
      String other =
          settings.get(BOUNDARY) == Boundary.KEEP_WHOLE
              ? "--boundary keep-whole"
              : settings.get(NEAR_DUPLICATES).separates()
                  ? "--near-duplicates separate"
                  : settings.isSet(MAX_DOCUMENTS)
                      ? "--max-documents"
                      : settings.get(WEIGHT_BY).isEmpty() ? "" : "--weights";
      if (!other.isEmpty()) {
        return Optional.of(
            "--order "
                + settings.get(ORDERER)
                + " says where contexts are cut, and does not go with "
                + other);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns what does not go together with a tokenizer.
   *
   * @param name what {@code --tokenizer} says
   */
  public static Optional<String> wrong(PackingSettings settings, Tokenizer tokenizer, String name) {
    TokenChoice separator = settings.get(SEPARATOR);
    if (separator.isUsual() && tokenizer.separator().isEmpty()) {
      return Optional.of(
          missing(tokenizer, name, "end-of-text token: give --separator none|ID|TOKEN"));
    }
    if (settings.get(BEGIN) != Begin.NONE
        && settings.get(BEGIN_TOKEN).isUsual()
        && tokenizer.begin().isEmpty()) {
      return Optional.of(
          missing(tokenizer, name, "beginning-of-text token: give --begin-token ID|TOKEN"));
    }
    if (separator.isNone() && !settings.isSet(PADDING) && fillsUp(settings)) {
      return Optional.of("--separator none: give --padding ID|TOKEN, which fills contexts up");
    }
    try {
      settings.check(tokenizer);
      return Optional.empty();
    } catch (WrongSettingException e) {
      return Optional.of(wrong(e));
    }
  }

  /** Returns what is wrong with a setting. */
  public static String wrong(WrongSettingException e) {
    return e.setting().option() + ": " + e.reason();
  }

  private static String missing(Tokenizer tokenizer, String name, String what) {
    return tokenizer.remarks().isEmpty()
        ? "--tokenizer " + name + " names no " + what
        : tokenizer.remarks().get(0) + "; it names no other " + what;
  }

  private static boolean fillsUp(PackingSettings settings) {
    return settings.isSet(MAX_DOCUMENTS)
        || settings.get(BOUNDARY) == Boundary.KEEP_WHOLE
        || settings.get(TAIL) == Tail.PAD
        || (settings.get(START_AT_DOCUMENT) && settings.get(BEGIN) == Begin.DOCUMENT);
  }
}
