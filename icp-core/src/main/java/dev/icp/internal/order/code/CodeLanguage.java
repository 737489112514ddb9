package dev.icp.internal.order.code;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Languages of which it is known how a file imports others, told by the endings of the files'
 * names. Statements are found by patterns that begin a line, not by a parser: what looks like one
 * within a comment or a text of several lines counts as well, and what is put together while a
 * program runs does not.
 */
public enum CodeLanguage {
  /** {@code import a.b.C;}, static ones and those of whole packages too. */
  JAVA("java") {
    @Override
    void find(String text, Set<String> found) {
      Matcher matcher = JAVA_IMPORT.matcher(text);
      while (matcher.find()) {
        found.add(matcher.group(1).replaceAll("\\s", ""));
      }
    }
  },

  /**
   * {@code import a.b, c as d}, which gives {@code a.b} and {@code c}; {@code from .a import b, c},
   * which gives {@code .a.b} and {@code .a.c}.
   */
  PYTHON("py", "pyi", "pyx") {
    @Override
    void find(String text, Set<String> found) {
      Matcher matcher = PYTHON_IMPORT.matcher(text);
      while (matcher.find()) {
        String from = matcher.group(1);
        String within = matcher.group(2);
        String names = from == null ? matcher.group(4) : within != null ? within : matcher.group(3);
        String prefix = from == null ? "" : from.endsWith(".") ? from : from + ".";
        for (String name : PYTHON_BETWEEN_NAMES.matcher(names).replaceAll("").split(",", -1)) {
          String first = name.strip().split("\\s", 2)[0];
          if (!first.isEmpty()) {
            found.add(prefix + first);
          }
        }
      }
    }
  },

  /**
   * JavaScript and TypeScript: {@code import … from './a'}, {@code export … from './a'}, {@code
   * import './a'}, {@code require('./a')} and {@code import('./a')}; relative ones only.
   */
  SCRIPT("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts") {
    @Override
    void find(String text, Set<String> found) {
      for (Pattern pattern : List.of(SCRIPT_IMPORT, SCRIPT_CALL)) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    }
  },

  /** {@code import "a/b"}, with a name or without, and those within {@code import ( … )}. */
  GO("go") {
    @Override
    void find(String text, Set<String> found) {
      Matcher matcher = GO_IMPORT.matcher(text);
      while (matcher.find()) {
        Matcher path = GO_PATH.matcher(matcher.group(1));
        while (path.find()) {
          found.add(path.group(1));
        }
      }
    }
  },

  /**
   * C, C++ and what goes by their preprocessor: {@code #include "a.h"}, not those in {@code <>}.
   */
  C(
      "c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "h++", "inc", "inl", "ipp", "tpp",
      "cu", "cuh", "m", "mm") {
    @Override
    void find(String text, Set<String> found) {
      Matcher matcher = C_INCLUDE.matcher(text);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
  };

  // No part may be as long as a text: then a text of many beginnings would be read as many times.
  private static final Pattern JAVA_IMPORT =
      Pattern.compile(
          "(?m)^[ \\t]*+import\\s{1,200}+(?:static\\s{1,200}+)?"
              + "([\\w.$\\s]{1,2000}+\\*?+)\\s{0,200}+;");

  // Names go on behind a line end within brackets, and behind a backslash.
  private static final Pattern PYTHON_IMPORT =
      Pattern.compile(
          "(?m)^[ \\t]*(?:from[ \\t]+([.\\w]+)[ \\t]+import[ \\t]*"
              + "(?:\\(([^)]{0,10000}+)\\)|((?:[^\\n;(\\\\]++|\\\\\\r?\\n?)*+))"
              + "|import[ \\t]+((?:[^\\n;\\\\]++|\\\\\\r?\\n?)*+))");
  private static final Pattern PYTHON_BETWEEN_NAMES = Pattern.compile("#[^\\n]*|\\\\");

  private static final Pattern SCRIPT_IMPORT =
      Pattern.compile(
          "(?m)^[ \\t]*(?:import|export)\\b(?:[\\w\\s{},*$]{0,4000}?\\bfrom)?"
              + "\\s{0,200}+[\"'](\\.[^\"'\\n]*)[\"']");
  private static final Pattern SCRIPT_CALL =
      Pattern.compile(
          "\\b(?:require|import)\\s{0,200}+\\(\\s{0,200}+" + "[\"'`](\\.[^\"'`\\n]*)[\"'`]\\s*\\)");

  private static final Pattern GO_IMPORT =
      Pattern.compile(
          "(?m)^import\\s{0,200}+(\\([^)\\n]*\\)|\\([\\s\\S]{0,10000}?\\n[ \\t]*\\)"
              + "|[\\w.]*[ \\t]*\"[^\"\\n]+\")");
  private static final Pattern GO_PATH =
      Pattern.compile("(?m)^[ \\t(]*(?:[\\w.]+[ \\t]+)?\"([^\"\\n]+)\"");

  private static final Pattern C_INCLUDE =
      Pattern.compile("(?m)^[ \\t]*#[ \\t]*(?:include|import)[ \\t]*\"([^\"\\n]+)\"");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<String> endings;

  CodeLanguage(String... endings) {
    this.endings = List.of(endings);
  }

  abstract void find(String text, Set<String> found);

  /** Returns the language of a file; null if it is none of these. */
  public static @Nullable CodeLanguage of(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (CodeLanguage language : values()) {
      if (name.contains(".") && language.endings.contains(ending)) {
        return language;
      }
    }
    return null;
  }

  /** Returns the endings of its files' names, without a dot, the usual one first. */
  List<String> endings() {
    return endings;
  }

  /** Returns what a file imports, as it is written there, each once. */
  public List<String> imports(String text) {
    Set<String> found = new LinkedHashSet<>();
    find(text, found);
    return new ArrayList<>(found);
  }
}
