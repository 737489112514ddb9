package dev.icp.formats.internal.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Files and folders by where they truly are, whatever links lead there. */
public final class RealPaths {
  private final Set<Path> paths;

  /** Takes them as they are now; what is not there yet is where its folder is. */
  public RealPaths(Collection<Path> paths) {
    this.paths = paths.stream().map(RealPaths::of).collect(Collectors.toSet());
  }

  /** Returns where a path leads. */
  public static Path of(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path absolute = path.toAbsolutePath().normalize();
      Path parent = absolute.getParent();
      Path name = absolute.getFileName();
      return parent == null || name == null ? absolute : of(parent).resolve(name);
    }
  }

  /** Returns whether a real path is one of them. */
  boolean contains(Path real) {
    return paths.contains(real);
  }

  /** Returns whether a path is one of them or leads into one. */
  public boolean leadsInto(Path path) {
    if (paths.isEmpty()) {
      return false;
    }
    for (Path real = of(path); real != null; real = real.getParent()) {
      if (paths.contains(real)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a path given by name is one of them; a folder around it does not count. */
  public boolean isOne(Path path) {
    return !paths.isEmpty() && Files.exists(path) && paths.contains(of(path));
  }
}
