package dev.icp.options;

import dev.icp.settings.PackingSettings;
import dev.icp.settings.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Makes options of settings: what they are called, take and mean is said where the settings are.
 */
public final class SettingOptions {
  private final Map<Setting<?>, String> words = new HashMap<>();
  private @Nullable Setting<?> contradicted;

  /** Gives a command the options of some settings. */
  public void addTo(CommandSpec spec, List<Setting<?>> settings) {
    for (Setting<?> setting : settings) {
      if (setting.isOption()) {
        spec.addOption(option(setting));
        setting.opposite().ifPresent(name -> spec.addOption(opposite(setting, name)));
      }
    }
  }

  private OptionSpec option(Setting<?> setting) {
    OptionSpec.Builder option =
        builder(setting.option(), setting.help(), new Word(setting, Boolean.TRUE));
    return setting.isFlag()
        ? option.type(Boolean.class).arity("0").build()
        : option
            .type(String.class)
            .paramLabel(setting.label())
            .converters(given -> checked(setting, given))
            .build();
  }

  private OptionSpec opposite(Setting<?> setting, String name) {
    return builder(name, setting.oppositeHelp(), new Word(setting, Boolean.FALSE))
        .type(Boolean.class)
        .arity("0")
        .build();
  }

  private static OptionSpec.Builder builder(String name, String help, Word word) {
    return OptionSpec.builder(name)
        .description(help.replace("%", "%%"))
        .initialValue(null)
        .getter(word)
        .setter(word);
  }

  private static String checked(Setting<?> setting, String word) {
    try {
      setting.read(word);
      return word;
    } catch (IllegalArgumentException e) {
      // The option is named already.
      String name = setting.name() + ": ";
      String message = String.valueOf(e.getMessage());
      throw new TypeConversionException(
          message.startsWith(name) ? message.substring(name.length()) : message);
    }
  }

  /**
   * Returns the settings that were given.
   *
   * @throws IllegalArgumentException if an option was given and its opposite too; the message
   *     begins with the name of one, without dashes
   */
  public PackingSettings settings() {
    if (contradicted != null) {
      throw new IllegalArgumentException(
          contradicted.option().substring(2)
              + ": given together with "
              + contradicted.opposite().orElseThrow()
              + ", which says the contrary");
    }
    PackingSettings settings = PackingSettings.defaults();
    for (Map.Entry<Setting<?>, String> given : words.entrySet()) {
      settings = settings.read(given.getKey(), given.getValue());
    }
    return settings;
  }

  /** What was given for a setting, or stands for its default. */
  private final class Word implements IGetter, ISetter {
    private final Setting<?> setting;
    private final Boolean said;

    /**
     * @param said what an option without a value says
     */
    Word(Setting<?> setting, Boolean said) {
      this.setting = setting;
      this.said = said;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As the interface has it.
    public <T> @Nullable T get() {
      String word = words.get(setting);
      if (!setting.isFlag()) {
        return (T) setting.spelled(word);
      }
      Object value = word == null ? setting.standard() : Boolean.valueOf(word);
      return (T) Boolean.valueOf(value.equals(said));
    }

    @Override
    public <T> @Nullable T set(@Nullable T value) {
      if (value == null) {
        words.remove(setting);
        contradicted = null;
        return null;
      }
      String word = setting.isFlag() ? said.toString() : value.toString();
      String before = words.put(setting, word);
      if (setting.isFlag() && before != null && !before.equals(word)) {
        contradicted = setting;
      }
      return value;
    }
  }
}
