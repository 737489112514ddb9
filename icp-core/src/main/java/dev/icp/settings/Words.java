package dev.icp.settings;

import dev.icp.ContextOrderers;
import dev.icp.NearDuplicates;
import dev.icp.spi.ContextOrderer;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a setting is written as an option of a command.
 *
 * @param option without the dashes
 * @param label what stands for its value in the help; empty for an option without one
 * @param help what it does, in whole sentences; says itself what the default depends on
 * @param usual the word for the default; empty where that depends on other things, or has none
 * @param opposite the option that says the contrary of one without a value; empty for none
 * @param oppositeHelp what that does
 * @param reader from words; throws {@link IllegalArgumentException} saying what it expects
 */
record Words<T>(
    String option,
    String label,
    String help,
    String usual,
    String opposite,
    String oppositeHelp,
    Function<String, T> reader) {
  /** Returns these with a default of which the help says nothing yet. */
  static <T> Words<T> of(
      String option, String label, String help, T standard, Function<String, T> reader) {
    String usual = label.isEmpty() || help.contains("Default: ") ? "" : spelled(standard);
    String whole = usual.isEmpty() ? help : help + " Default: " + usual + ".";
    return new Words<>(option, label, whole, usual, "", "", reader);
  }

  Words<T> opposite(String contrary, String contraryHelp) {
    return new Words<>(option, label, help, usual, contrary, contraryHelp, reader);
  }

  /** Returns how a value is written. */
  static String spelled(Object value) {
    return value instanceof Enum<?> choice ? of(choice) : value.toString();
  }

  private static IllegalArgumentException expected(String what, String word) {
    return new IllegalArgumentException("expected " + what + ", not '" + word + "'");
  }

  static int wholeNumber(String word, int least) {
    try {
      int number = Integer.parseInt(word);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    boolean large = word.matches("\\+?[1-9][0-9]{9,}");
    throw expected(
        "a whole number of " + (large ? "at most " + Integer.MAX_VALUE : least + " or more"), word);
  }

  static long anyNumber(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw expected("a whole number", word);
    }
  }

  static double share(String word) {
    try {
      double share = Double.parseDouble(word);
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw expected("a share above 0 and at most 1 as in 0.95", word);
  }

  private static String of(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> E oneOf(Class<E> choices, String word) {
    E[] all = choices.getEnumConstants();
    for (E choice : all) {
      if (of(choice).equals(word)) {
        return choice;
      }
    }
    String others =
        Stream.of(all).limit(all.length - 1).map(Words::of).collect(Collectors.joining(", "));
    throw expected(others + " or " + of(all[all.length - 1]), word);
  }

  static TokenChoice token(String word) {
    return word.matches("[0-9]{1,9}")
        ? TokenChoice.id(Integer.parseInt(word))
        : TokenChoice.written(word);
  }

  static TokenChoice tokenOrNone(String word) {
    return word.equals("none") ? TokenChoice.none() : token(word);
  }

  static ContextOrderer orderer(String word) {
    try {
      return ContextOrderers.byName(word);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(message.replaceFirst("^order: ", ""), e);
    }
  }

  static NearDuplicates nearDuplicates(String word) {
    try {
      return NearDuplicates.byName(word);
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw expected(
        "keep, or drop: or separate: and a cosine above 0 and at most 1 as in drop:0.95", word);
  }
}
