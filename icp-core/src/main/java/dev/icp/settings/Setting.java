package dev.icp.settings;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that packing can be told: its name, what it is unless set, which values it takes, and
 * how commands write it. There is one object for each, a constant of {@link PackingSettings}.
 * Immutable.
 *
 * @param <T> its values
 */
public final class Setting<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient T standard;
  private final transient BiConsumer<Setting<T>, T> check;
  private final transient @Nullable Words<T> words;

  private Setting(
      String name, T standard, BiConsumer<Setting<T>, T> check, @Nullable Words<T> words) {
    this.name = name;
    this.standard = standard;
    this.check = check;
    this.words = words;
  }

  /** Returns a setting that takes any value. */
  static <T> Setting<T> of(String name, T standard) {
    return new Setting<>(name, standard, (setting, value) -> {}, null);
  }

  /** Returns a setting of numbers. */
  static Setting<Integer> wholeNumber(String name, int standard, int least) {
    return of(name, standard)
        .requiring(number -> number >= least ? null : "expected " + least + " or more");
  }

  /**
   * Returns this setting with a check of its values.
   *
   * @param expected says what was expected; null for a value that the setting takes
   */
  Setting<T> requiring(Function<T, @Nullable String> expected) {
    return checked(
        (setting, value) -> {
          String wrong = expected.apply(value);
          if (wrong != null) {
            throw new WrongSettingException(setting, value + ", " + wrong);
          }
        });
  }

  Setting<T> checked(BiConsumer<Setting<T>, T> values) {
    return new Setting<>(name, standard, values, words);
  }

  /** Returns this setting as an option that is called like it. */
  Setting<T> option(String label, Function<String, T> reader, String help) {
    return option(dashed(name), label, reader, help);
  }

  Setting<T> option(String option, String label, Function<String, T> reader, String help) {
    return new Setting<>(name, standard, check, Words.of(option, label, help, standard, reader));
  }

  /** Returns this setting, an option without a value, with another that says the contrary. */
  Setting<T> opposite(String contrary, String help) {
    return new Setting<>(name, standard, check, words().opposite(contrary, help));
  }

  private static String dashed(String name) {
    StringBuilder dashed = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        dashed.append('-');
      }
      dashed.append(Character.toLowerCase(c));
    }
    return dashed.toString();
  }

  /** Returns its name, which is that of the method that sets it. */
  public String name() {
    return name;
  }

  /** Returns its value where it was not set. */
  public T standard() {
    return standard;
  }

  /**
   * Returns the value if this setting takes it.
   *
   * @throws WrongSettingException if it does not
   * @throws NullPointerException if the value is null
   */
  T require(T value) {
    check.accept(this, Objects.requireNonNull(value, name));
    return value;
  }

  /** Returns whether commands have an option for it. */
  public boolean isOption() {
    return words != null;
  }

  private Words<T> words() {
    if (words == null) {
      throw new IllegalStateException(name + " is not an option");
    }
    return words;
  }

  /**
   * Returns the option, as in {@code --look-ahead}.
   *
   * @throws IllegalStateException if it {@linkplain #isOption is none}
   */
  public String option() {
    return "--" + words().option();
  }

  /** Returns whether the option has no value: to write it is to say {@code true}. */
  public boolean isFlag() {
    return words().label().isEmpty();
  }

  /**
   * Returns the option that says {@code false}, where there is one, as in {@code --start-anywhere}.
   */
  public Optional<String> opposite() {
    return words().opposite().isEmpty() ? Optional.empty() : Optional.of("--" + words().opposite());
  }

  /** Returns what that does; empty where there is none. */
  public String oppositeHelp() {
    return words().oppositeHelp();
  }

  /** Returns what stands for the option's value in a help text; empty for one without. */
  public String label() {
    return words().label();
  }

  /** Returns what the option does, with its default. */
  public String help() {
    return words().help();
  }

  /**
   * Reads the option's value.
   *
   * @throws IllegalArgumentException if the setting does not take it: what was expected, and what
   *     there was
   */
  public T read(String word) {
    return require(words().reader().apply(word));
  }

  /**
   * Returns what the option's value means, however it is written.
   *
   * @param word null where the option is not given
   * @return null where it is not given and what is then meant depends on other things
   */
  public @Nullable String spelled(@Nullable String word) {
    String spelled = word == null ? words().usual() : Words.spelled(read(word));
    return spelled.isEmpty() ? null : spelled;
  }

  // There is one of each name.
  private Object readResolve() throws ObjectStreamException {
    return PackingSettings.all().stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidObjectException("no setting " + name));
  }

  /** Returns its name. */
  @Override
  public String toString() {
    return name;
  }
}
