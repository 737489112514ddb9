package dev.icp.options;

import dev.icp.formats.OutputOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What a command was asked for, so that two runs of the same can be told. */
public final class GivenCommand {
  /** What decides where and how fast, not what comes out, in any of the commands. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "--output",
          "--overwrite",
          "--report",
          "--threads",
          "--heap",
          "--work-dir",
          "--keep-work",
          "--verbose",
          "--help");

  private GivenCommand() {}

  /** Returns the inputs and every option with its value, given or default, in a fixed order. */
  private static List<String> of(CommandSpec spec) {
    List<String> command = new ArrayList<>();
    command.add(spec.qualifiedName());
    for (PositionalParamSpec inputs : spec.positionalParameters()) {
      for (Object input : (Iterable<?>) inputs.getValue()) {
        command.add(input.toString());
      }
    }
    spec.options().stream()
        .filter(option -> !LEFT_OUT.contains(option.longestName()))
        .map(GivenCommand::shown)
        .filter(option -> !option.isEmpty())
        .sorted()
        .forEach(command::add);
    return command;
  }

  /**
   * Returns what an output of this command comes of.
   *
   * @param inputs the documents'
   * @param others files and folders that are read besides; null for none
   */
  public static OutputOrigin origin(CommandSpec spec, List<Path> inputs, @Nullable Path... others) {
    List<Path> read = new ArrayList<>(inputs);
    for (Path other : others) {
      if (other != null) {
        read.add(other);
      }
    }
    return new OutputOrigin(of(spec), read);
  }

  /**
   * Returns the same of a command that goes on after another: its inputs, and those options that
   * were decided there, stand as they were given there.
   *
   * @param decided names of these options
   * @param earlier what that command was asked for; empty if it is not known
   */
  public static List<String> after(CommandSpec spec, Set<String> decided, List<String> earlier) {
    List<String> own = of(spec);
    List<String> command = new ArrayList<>();
    command.add(own.get(0));
    earlier.stream().skip(1).filter(word -> !word.startsWith("--")).forEach(command::add);
    Stream.concat(
            own.stream().skip(1).filter(word -> !decided.contains(name(word))),
            earlier.stream().skip(1).filter(word -> decided.contains(name(word))))
        .sorted()
        .forEach(command::add);
    return command;
  }

  private static String name(String word) {
    int end = word.indexOf('=');
    return end < 0 ? word : word.substring(0, end);
  }

  private static String shown(OptionSpec option) {
    Object value = ((ArgSpec) option).getValue();
    if (value == null || value.equals(false) || List.of().equals(value)) {
      return "";
    }
    return option.longestName() + (value.equals(true) ? "" : "=" + text(value));
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(GivenCommand::text).collect(Collectors.joining(","));
    }
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }
}
