package dev.icp.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What was asked for, in the words that {@code icp pack} writes into its manifests. */
final class SubmittedCommand {
  /** What decides where and how, not what comes out. */
  private static final Set<String> LEFT_OUT =
      Set.of("--output", "--overwrite", "--report", "--help");

  private SubmittedCommand() {}

  /** Returns the inputs and every option with its value, given or default, in a fixed order. */
  static List<String> of(CommandSpec spec) {
    List<String> command = new ArrayList<>();
    command.add(spec.qualifiedName());
    for (PositionalParamSpec inputs : spec.positionalParameters()) {
      for (Object input : (Iterable<?>) inputs.getValue()) {
        command.add(input.toString());
      }
    }
    spec.options().stream()
        .filter(option -> !LEFT_OUT.contains(option.longestName()))
        .map(SubmittedCommand::shown)
        .filter(option -> !option.isEmpty())
        .sorted()
        .forEach(command::add);
    return command;
  }

  private static String shown(OptionSpec option) {
    Object value = ((ArgSpec) option).getValue();
    if (value == null || value.equals(false) || List.of().equals(value)) {
      return "";
    }
    return option.longestName() + (value.equals(true) ? "" : "=" + text(value));
  }

  private static String text(Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(SubmittedCommand::text).collect(Collectors.joining(","));
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      default -> value.toString();
    };
  }
}
