package dev.icp.internal.order.code;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLinkedOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The files of a repository by their paths, and which of them a file's imports mean. Where several
 * could be meant, it is the one that shares most folders with the importing file, and of those the
 * first. What is not in the repository is meant by nothing.
 */
public final class RepositoryFiles {
  private static final int NONE = -1;

  /** Folders, beside a file's own and those above it, in which Python's modules are looked for. */
  private static final String PYTHON_SOURCES = "src";

  private final List<String> paths;
  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
  private final Map<String, IntList> named = new HashMap<>();
  private final Map<String, IntList> folders = new HashMap<>();

  // Folders by their own names.
  private final Map<String, List<String>> foldersNamed = new HashMap<>();

  /**
   * Takes files by their paths from the repository's root, with {@code /} between.
   *
   * @param paths in the order in which the first is chosen
   */
  public RepositoryFiles(List<String> paths) {
    this.paths = paths.stream().map(path -> normal("", path)).toList();
    numbers.defaultReturnValue(NONE);
    for (int i = 0; i < this.paths.size(); i++) {
      String path = this.paths.get(i);
      String folder = folder(path);
      numbers.putIfAbsent(path, i);
      named.computeIfAbsent(name(path), n -> new IntArrayList()).add(i);
      if (!folders.containsKey(folder)) {
        foldersNamed.computeIfAbsent(name(folder), n -> new ArrayList<>()).add(folder);
      }
      folders.computeIfAbsent(folder, f -> new IntArrayList()).add(i);
    }
  }

  /** Returns the folder of a path without the last /; empty for the root. */
  private static String folder(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Returns a path as seen from a folder, without {@code .} and {@code ..}, but for {@code ..}
   * beyond the root.
   */
  private static String normal(String folder, String path) {
    List<String> parts = new ArrayList<>();
    for (String part : (folder + "/" + path).split("[/\\\\]", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static String join(String folder, String rest) {
    return folder.isEmpty() ? rest : rest.isEmpty() ? folder : folder + "/" + rest;
  }

  /**
   * Returns the files that one imports, by number, each once and never itself.
   *
   * @param imports as {@link CodeLanguage#imports} gives them
   */
  public int[] imported(int file, List<String> imports) {
    CodeLanguage language = CodeLanguage.of(paths.get(file));
    IntLinkedOpenHashSet found = new IntLinkedOpenHashSet();
    if (language != null) {
      for (String one : imports) {
        for (int meant : meant(language, file, one)) {
          found.add(meant);
        }
      }
    }
    found.remove(NONE);
    found.remove(file);
    return found.toIntArray();
  }

  private int[] meant(CodeLanguage language, int file, String one) {
    return switch (language) {
      case JAVA -> java(file, one);
      case PYTHON -> new int[] {python(file, one)};
      case SCRIPT -> new int[] {script(file, one)};
      case GO -> go(file, one);
      case C -> new int[] {c(file, one)};
    };
  }

  /** A class, the class that has what is named, or all of a package. */
  private int[] java(int file, String one) {
    boolean all = one.endsWith(".*");
    String path = (all ? one.substring(0, one.length() - 2) : one).replace('.', '/');
    for (String inner = path;
        inner.contains("/") || (all && inner.equals(path));
        inner = folder(inner)) {
      int found = endingWith(file, inner + ".java");
      if (found != NONE) {
        return new int[] {found};
      }
      if (all && inner.equals(path)) {
        int[] members = files(file, path, i -> paths.get(i).endsWith(".java"));
        if (members.length > 0) {
          return members;
        }
      }
    }
    return new int[0];
  }

  /** A module, or the one that has what is named. */
  private int python(int file, String one) {
    int dots = 0;
    while (dots < one.length() && one.charAt(dots) == '.') {
      dots++;
    }
    String module = one.substring(dots).replaceFirst("\\.?\\*$", "").replace('.', '/');
    String base = folder(paths.get(file));
    if (dots > 0) {
      for (int up = 1; up < dots; up++) {
        base = folder(base);
      }
      int found = pythonName(base, module);
      return found == NONE && !module.contains("/") ? packageFile(base) : found;
    }
    while (true) {
      for (String root : List.of(base, join(base, PYTHON_SOURCES))) {
        int found = pythonName(root, module);
        if (found != NONE) {
          return found;
        }
      }
      if (base.isEmpty()) {
        return NONE;
      }
      base = folder(base);
    }
  }

  /** A module, or else the one whose name it is within. */
  private int pythonName(String base, String name) {
    int found = module(base, name);
    return found == NONE && name.contains("/") ? module(base, folder(name)) : found;
  }

  private int module(String base, String module) {
    if (module.isEmpty()) {
      return NONE;
    }
    String path = join(base, module);
    for (String ending : CodeLanguage.PYTHON.endings()) {
      int found = numbers.getInt(path + "." + ending);
      if (found != NONE) {
        return found;
      }
    }
    return packageFile(path);
  }

  private int packageFile(String folder) {
    int found = numbers.getInt(join(folder, "__init__.py"));
    return found != NONE ? found : numbers.getInt(join(folder, "__init__.pyi"));
  }

  /** A file, with or without its ending, or a folder's index. */
  private int script(int file, String one) {
    String path = normal(folder(paths.get(file)), one.replaceFirst("[?#].*$", ""));
    int found = numbers.getInt(path);
    for (String start :
        List.of(path, join(path, "index"), path.replaceFirst("\\.[cm]?jsx?$", ""))) {
      for (String ending : CodeLanguage.SCRIPT.endings()) {
        found = found != NONE ? found : numbers.getInt(start + "." + ending);
      }
      found = found != NONE ? found : numbers.getInt(start + ".d.ts");
    }
    return found;
  }

  /** A folder by as much of the end of a path as there is in the repository, without tests. */
  private int[] go(int file, String one) {
    IntPredicate wanted = i -> paths.get(i).endsWith(".go") && !paths.get(i).endsWith("_test.go");
    String tail = one;
    while (tail.contains("/")) {
      int[] found = files(file, tail, wanted);
      if (found.length > 0) {
        return found;
      }
      tail = tail.substring(tail.indexOf('/') + 1);
    }
    // Without a dot in its first part it is one of Go's own packages, as "errors".
    return one.split("/", 2)[0].contains(".") ? files(tail, wanted) : new int[0];
  }

  /** Returns those files of a folder itself that are wanted. */
  private int[] files(String folder, IntPredicate wanted) {
    return Arrays.stream(folders.getOrDefault(folder, IntList.of()).toIntArray())
        .filter(wanted)
        .toArray();
  }

  /** A path from the file's folder, or else the end of one. */
  private int c(int file, String one) {
    int found = numbers.getInt(normal(folder(paths.get(file)), one));
    return found != NONE
        ? found
        : endingWith(file, normal("", one).replaceFirst("^(\\.\\./)+", ""));
  }

  /** Returns the file whose path ends with another. */
  private int endingWith(int file, String end) {
    int best = NONE;
    int most = -1;
    for (int i : named.getOrDefault(name(end), IntList.of())) {
      int shared = shared(paths.get(file), paths.get(i));
      if (isEnd(end, paths.get(i)) && shared > most) {
        best = i;
        most = shared;
      }
    }
    return best;
  }

  /** Returns those files of a folder that are wanted; the folder's path ends with another. */
  private int[] files(int file, String end, IntPredicate wanted) {
    int[] best = {};
    int most = -1;
    for (String folder : foldersNamed.getOrDefault(name(end), List.of())) {
      int shared = shared(paths.get(file), folder + "/");
      if (isEnd(end, folder) && shared > most) {
        int[] members = files(folder, wanted);
        if (members.length > 0) {
          best = members;
          most = shared;
        }
      }
    }
    return best;
  }

  private static boolean isEnd(String end, String path) {
    return path.equals(end) || path.endsWith("/" + end);
  }

  /** Returns how many folders two paths share. */
  private static int shared(String a, String b) {
    int folders = 0;
    for (int i = 0; i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i); i++) {
      folders += a.charAt(i) == '/' ? 1 : 0;
    }
    return folders;
  }
}
