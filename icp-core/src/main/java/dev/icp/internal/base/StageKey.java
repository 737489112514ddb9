package dev.icp.internal.base;

import java.util.ArrayList;
import java.util.List;

/**
 * What a stage's result depends on: names and values, one a line. Results of equal keys are equal.
 */
public final class StageKey {
  private final List<String> lines;

  private StageKey(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /** Returns a key of nothing but the build of icp: another one may make something else. */
  public static StageKey start() {
    return new StageKey(List.of()).with("icp", Build.fingerprint());
  }

  /** Returns this key and something more. */
  public StageKey with(String name, Object value) {
    List<String> more = new ArrayList<>(lines);
    more.add(name + ": " + value.toString().replaceAll("\\R", " "));
    return new StageKey(more);
  }

  /** Returns this key and something more, already written as names and values, one a line. */
  public StageKey withLines(String namesAndValues) {
    List<String> more = new ArrayList<>(lines);
    more.addAll(namesAndValues.lines().toList());
    return new StageKey(more);
  }

  /** Returns a key of nothing at all, where nothing is kept. */
  public static StageKey empty() {
    return new StageKey(List.of());
  }

  /** Returns the lines, each ended. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }
}
